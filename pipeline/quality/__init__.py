"""How good alerts are, as far as reviewers have said.

alerts + decisions -> verdict per alert -> precision, agreement, appeals, minutes -> by detector, by policy
audit samples + decisions -> recall of posts, and how many are missed a day
"""
