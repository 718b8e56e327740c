"""What sees a day of the whole site's logins, judged every hour."""

from __future__ import annotations

from detectors.settled_window import SETTLES_S
from detectors.signup_steps import R, SignupSteps
from detectors.steps import HOUR_S

STEP_S = HOUR_S
STEPS = 24  # a window of a day: what comes faster shows in `login_site_slow`
# Steps told with the one judged. An alert waits for as long until it is sure where it begins, so not for the day.
TOLD = 12


class LoginDay(SignupSteps[R]):
    """Base: logins of all accounts, in steps of an hour; see `SignupSteps`."""

    kinds = ("account.login",)
    area = "account_security"
    step_s = STEP_S
    window_steps, counted_steps, told_steps = STEPS, STEPS, TOLD
    reach_s = TOLD * STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S
