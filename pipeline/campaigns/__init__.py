"""Campaigns: alerts of all detectors and entities that belong to one attack become one.

    Desk -> Finding -> Gate -> Board (which findings belong together) -> merged alert -> Budget -> abuse.alerts
    abuse.decisions -> Ledger (how often each detector is upheld, what its reviews take, who was called benign)

The first version of every alert goes out where it is found, at once and under its own id: no attack waits for what may
turn out to belong to it. All that comes after it goes through one room, which sees every finding of the site. There
the earliest of a campaign's alerts becomes the campaign's: it carries on under its own id with the accounts, signals
and evidence of all, and `campaign_id` is that id. The others are closed with a version that names it. What is sent is
a function of the set of findings alone, so that neither partitions nor the order of arrival decide anything.

Why the first versions are not held back until it is known what they belong to: which of two findings of one attack
comes first differs between runs, so an alert that is left out because another was there already would be left out in
one run and sent in the next. Only waiting for the lateness bound could tell, and that costs minutes. So each finding is
an alert for a moment; what reviewers keep before them is one for the attack (`abusewatch alerts` lists only that one).
Nor are those of one batch held back: what belongs together is found under other addresses and devices, by rooms that
do not know of each other; this one does, and sends the closing version on the very event that raised the alert for six
of seven of them (simulated products, 2026-11), so that they stand open for as long as a finding takes to get here. The
others belong to the attack only by what comes later. Two open at once is the most that an attack was then seen to have.

Two kinds of first versions do go out from here. On an entity that has alerted before, reviewers may have said that it
was nothing: the gate knows (`gate`, `bar`). And where reviewers' minutes are limited, all but critical ones must fit
(`budget`). Verdicts are used here, and not in the rooms where things are found, because here alone every finding passes
and a version can be followed by another: what an alert says of precision is put right when a verdict comes late, so
nobody waits for verdicts. A first version that goes out at once says the prior; the next, a moment later, what is
known.
"""
