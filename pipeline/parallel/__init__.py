"""A replay shared out over processes, with the output of one process byte for byte.

    lines -> parent: who owns the subject -> job: parse, subjects' rooms -> job: entities' rooms, the site's -> parent

Subjects and entities are shared out by hash: a job owns its share of both, and job 0 the site besides. What binds them
is time: one clock sees every event that is no duplicate, and timers fire at the first event that brings their time,
whosever it is. So a stretch of lines goes through the jobs in step:

1. the jobs parse their lines and say of each event its time and producer, and whether it may be a duplicate;
2. the parent, in order of the lines, moves the clock, and tells every job the time after each line (`schedule`);
3. the jobs take their subjects' events and hand rows to the owners of the entities (`member`);
4. the jobs take the rows in order of their lines, with the timers of both rooms fired where they would have been;
5. the parent puts what was said in order (`merging`) and takes it through the campaigns' room.

A few stretches are under way at a time, so that nobody waits for the slowest, and memory stays bounded. Whether an
event is a duplicate hangs on the clock only through forgetting, weeks or a thousand events later; where it might, the
parent waits for the rooms and asks (`doubts`).
"""
