"""How often owners do what thieves do who wait, as far as made-up products tell: before a site has told of itself."""

from __future__ import annotations

# 2026-11: of 278 honest mail changes on two made-up products one in forty was made on a device that came days before,
# at an address that came with it; of all no honest one went with a new second factor, or two payments, within the hour
# on such a device, and three in any way. So one in some four thousand, believed as firmly as so many changes say.
SHARE, FIRMLY = 0.0005, 2000.0
# Surprise of each further account on the device of another: 2026-11, on seven made-up products one in 80 of 697 honest
# mail changes was made on a device on which another account's was changed, too (agencies), and none was seized so.
SAME = 1.9
# Of mail changes those of accounts paid out of within a day, on such a device: 2026-11, none of 701 honest ones on
# eight made-up products. One in forty is made on such a device, and in a day one member in fifty has himself paid: were
# both four times as often together as by chance, one in 500.
SHARE_OUT = 0.002
# Of new second factors those set on such a device that lay unused, at an address new to the account, which then paid on
# it from another new address hours to three days later: 2026-11, two of 3,750 honest ones on 17 made-up products.
SHARE_LATER = 0.001
# Of mail changes those on such an unused device, at an address new to the account, with a key made there within the
# hour: 2026-11, none of 1,300 honest ones on 17 made-up products. Two were on such a device, and none of 1,150 had a
# key made within the hour, on whatever device: were both ten times as often together as by chance, one in 100,000.
SHARE_KEYED, LEAST_KEYED = 0.00001, 2
# Of mail changes those on such an unused device at all: 2026-11, five of 1,600 honest ones on 21 made-up products, at
# most one on each, no two on one device. Thirteen attacks on them had two to seven each.
SHARE_ALONE = 0.003
# And paid out of within the hour: none of these, and none of 36 on a device that came days before, used or not. Were
# one in thirty such owners to have himself paid next, one in 10,000.
SHARE_EMPTIED, LEAST_EMPTIED = 0.0001, 3
# Of new second factors those set within hours after a device and address had come, and paid out of days later, on that
# device, unused in between: 2026-11, none of 3,900 honest ones on 21 made-up products, 230 of them on such a device.
SHARE_WAITED = 0.0005
