"""Coverage-guided fuzzing with atheris (libFuzzer): `make fuzz`, or `python -m tests.fuzz --help`.

* `targets`  what is done with an input, and what must hold for every one; needs no atheris
* `seeds`    inputs to begin with
* `run`      one target under libFuzzer, in a process of its own
* `home`     where atheris is installed: in a folder of its own, pinned by `atheris.lock`
"""
