"""The errors that the private API answers with, each once.

Nobody who wrote about this API wrote down what its errors said: only that there is a ``message``. All texts and status
codes here are therefore ours (``certain=False``), and a client must not depend on them.
"""

from __future__ import annotations

from typing import Final

from instagram_v1.emulator.faults import Fault


def _ours(text: str, status: int = 400) -> Fault:
    return Fault("", text, status, certain=False)


# Who is asking
WRONG_PASSWORD: Final = _ours("The username or the password is not right.", 401)
LOGIN_REQUIRED: Final = _ours("login required", 401)
SESSION_OVER: Final = _ours("login required: the session is over", 401)
RETIRED: Final = _ours("This API has been retired", 410)
TOO_MANY_REQUESTS: Final = _ours("Please wait a few minutes before you try again.", 429)

# What is asked for
NO_SUCH_USER: Final = _ours("There is no such user.", 404)
NO_SUCH_MEDIA: Final = _ours("There is no such media.", 404)
NO_SUCH_PLACE: Final = _ours("There is no such place.", 404)
NOT_VIEWABLE: Final = _ours("This user is private.", 403)
BAD_COMMENT: Final = _ours("comment_text is not valid: {reason}")
MISSING_PARAMETER: Final = _ours("{name} is missing")
BAD_PARAMETER: Final = _ours("{name} is not valid")

# Uploads
BROKEN_UPLOAD: Final = _ours("The upload is broken: {reason}.")
NO_PHOTO: Final = _ours("photo is missing: it has to be a file")
BAD_PHOTO: Final = _ours("The photo cannot be used: {reason}.")
TOO_LARGE: Final = _ours("The request is larger than {most} bytes.", 413)
PHOTO_TOO_LARGE: Final = _ours("The photo is larger than {most} bytes.", 413)
CONFIGURED_BEFORE: Final = _ours("A media with this device_timestamp exists already.", 409)
NOTHING_UPLOADED: Final = _ours("Nothing was uploaded with this device_timestamp.", 404)

# Addresses
UNKNOWN_ROUTE: Final = _ours("There is nothing at this address.", 404)
UNKNOWN_METHOD: Final = _ours("This address does not know this method.", 405)
