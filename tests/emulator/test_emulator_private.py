"""The private API: what each of its addresses answers, to whom, and what it refuses."""

from __future__ import annotations

import json

import pytest

from _instagram_private.operations import OPERATIONS
from instagram_v1.emulator import Emulator, request
from instagram_v1.emulator.private.calls import HANDLERS, Reply
from instagram_v1.emulator.private.handlers.accounts import LIFETIME
from tests.support.emulation import Api
from tests.support.phones import Phone, failed, fine


@pytest.fixture
def phone() -> Phone:
    """A fresh world that a test may change."""
    return Phone(Emulator())


@pytest.fixture(scope="module")
def reader() -> Phone:
    """A world that the tests of this module only read."""
    return Phone(Emulator())


def login(emulator: Emulator, **form: object) -> Phone:
    """A phone without a session that signs in."""
    phone = Phone(emulator, cookie="")
    answer = phone.raw("POST", "/accounts/login/", form)
    fine(answer)
    phone.cookie = answer.header("Set-Cookie").partition(";")[0]
    return phone


def test_each_operation_has_a_handler() -> None:
    """Nothing of the private API is made up from its model alone."""
    assert HANDLERS.keys() == OPERATIONS.keys()


# Sessions


def test_a_password_opens_a_session() -> None:
    """Signing in answers nothing but its status; the cookie is what it gives."""
    emulator = Emulator()
    phone = Phone(emulator, cookie="")
    answer = phone.raw(
        "POST", "/accounts/login/", {"username": "NOOR", "password": emulator.password, "device_id": "0"}
    )
    assert json.loads(answer.body) == {"status": "ok"}
    assert answer.header("Set-Cookie").startswith("sessionid=")
    assert "HttpOnly" in answer.header("Set-Cookie")
    phone.cookie = answer.header("Set-Cookie").partition(";")[0]
    assert phone.get("/feed/timeline/")["items"]


@pytest.mark.parametrize(
    ("form", "status", "text"),
    [
        ({"username": "noor", "password": "wrong"}, 401, "password"),
        ({"username": "nobody", "password": "rooftops"}, 401, "password"),
        ({"username": "noor", "password": ""}, 400, "password is missing"),
        ({"password": "rooftops"}, 400, "username is missing"),
        ({}, 400, "username is missing"),
    ],
)
def test_a_wrong_password_opens_none(form: dict[str, str], status: int, text: str) -> None:
    """A wrong password and an unknown name are answered alike, and no cookie comes with it."""
    answer = Phone(Emulator(), cookie="").raw("POST", "/accounts/login/", form)
    found, message = failed(answer)
    assert (found, text in message) == (status, True)
    assert answer.header("Set-Cookie") == ""


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
@pytest.mark.parametrize("cookie", ["", "sessionid=", "sessionid=0123456789abcdef0123456789abcdef", "csrftoken=1"])
def test_nobody_is_let_in_without_a_session(operation: object, cookie: str) -> None:
    """Every operation but signing in and the popular list needs a session that is one of ours."""
    known = OPERATIONS[operation.id]  # type: ignore[attr-defined]
    phone = Phone(STILL, cookie=cookie)
    path = known.path.replace("{pk}", "1").replace("{tag}", "snow")
    if known.security:
        status, message = phone.fault(known.method, path)
        assert (status, message[:14]) == (401, "login required")
    else:
        assert phone.raw(known.method, path).status in (200, 400)


STILL = Emulator()


def test_a_session_is_over_in_time() -> None:
    """A cookie works until its last second, by the emulator's clock, and not a second longer."""
    emulator = Emulator()
    phone = login(emulator, username="noor", password=emulator.password)
    emulator.jump(LIFETIME - 1)
    phone.get("/feed/timeline/")
    emulator.jump(1)
    assert phone.fault("GET", "/feed/timeline/") == (401, "login required: the session is over")
    assert Phone(emulator).get("/feed/timeline/")["items"]


def test_signing_out_ends_one_session() -> None:
    """The session that signs out is over; another one of the same user goes on."""
    emulator = Emulator()
    one, other = Phone(emulator), Phone(emulator)
    answer = one.raw("POST", "/accounts/logout/")
    assert fine(answer) == {"status": "ok"}
    assert "Max-Age=0" in answer.header("Set-Cookie")
    assert one.fault("GET", "/feed/timeline/")[0] == 401
    other.get("/feed/timeline/")


def test_all_sessions_can_be_ended() -> None:
    """Whoever runs the emulator can end somebody's sessions; those of others go on."""
    emulator = Emulator()
    phones, other = [Phone(emulator), Phone(emulator)], Phone(emulator, "ada122")
    assert emulator.private.end_sessions() == 2
    assert [phone.fault("GET", "/feed/timeline/")[0] for phone in phones] == [401, 401]
    other.get("/feed/timeline/")


def test_sessions_are_of_people_who_exist() -> None:
    """Nobody can be signed in who does not live in this world."""
    with pytest.raises(ValueError, match="nobody here is called 'ghost'"):
        Emulator().private.cookie("ghost")


# Reading


def test_a_user_has_their_counts(reader: Phone) -> None:
    """Details carry the counts, and the same ones as in the public API."""
    public = Api(reader.emulator).get("/users/self")
    user = reader.get(f"/users/{reader.pk}/info/")["user"]
    assert user == {
        "pk": int(public["id"]),
        "username": public["username"],
        "full_name": public["full_name"],
        "profile_pic_url": public["profile_picture"],
        "media_count": public["counts"]["media"],
        "following_count": public["counts"]["follows"],
        "follower_count": public["counts"]["followed_by"],
    }


@pytest.mark.parametrize("path", ["/users/1/info/", "/users/x/info/", "/users/-1/info/", f"/users/{'9' * 30}/info/"])
def test_unknown_users_are_not_found(reader: Phone, path: str) -> None:
    """A number of nobody, or none at all, is answered as not found."""
    assert reader.fault("GET", path) == (404, "There is no such user.")


def test_a_timeline_is_of_those_who_are_followed(reader: Phone) -> None:
    """The timeline is what the public feed is: the same media in the same order."""
    feed = Api(reader.emulator).get("/users/self/feed", count=33)
    items = reader.get("/feed/timeline/")
    assert [item["pk"] for item in items["items"][:33]] == [int(media["id"].partition("_")[0]) for media in feed]
    assert items["num_results"] == len(items["items"])


def test_a_users_feed_is_their_media(reader: Phone) -> None:
    """The feed of a user has their media, the latest first."""
    items = reader.get(f"/feed/user/{reader.pk}/")["items"]
    assert {item["user"]["pk"] for item in items} == {reader.pk}
    assert [item["taken_at"] for item in items] == sorted((item["taken_at"] for item in items), reverse=True)


def test_popular_media_need_no_session(reader: Phone) -> None:
    """What is popular can be read by everybody, and is what the public API calls so."""
    public = Api(reader.emulator).get("/media/popular")
    items = Phone(reader.emulator, cookie="").get("/feed/popular/")["items"]
    assert [item["pk"] for item in items] == [int(media["id"].partition("_")[0]) for media in public]


def test_a_tag_has_its_media(reader: Phone) -> None:
    """The media of a tag carry it in their caption; an unknown tag has none."""
    items = reader.get("/feed/tag/Snow/")["items"]
    assert items
    assert all("#snow" in item["comments"][0]["text"] for item in items)
    assert reader.get("/feed/tag/nothinghasthistag/") == {"items": [], "num_results": 0, "status": "ok"}


def test_tags_are_found_by_their_start(reader: Phone) -> None:
    """A search gives name and number of the tags that start so."""
    found = reader.get("/tags/search/?q=%23SNO")["results"]
    assert found[0] == Api(reader.emulator).get("/tags/snow")
    assert reader.fault("GET", "/tags/search/?q=") == (400, "q is missing")


def test_a_media_has_three_sizes(reader: Phone) -> None:
    """Types 5, 6 and 7 are squares of 150, 306 and 612 pixels, and lead to real pictures."""
    items = reader.get("/feed/popular/")["items"]
    assert items
    for media in items:
        versions = media["image_versions"]
        sizes = [(version["type"], version["width"], version["height"]) for version in versions]
        assert sizes == [(5, 150, 150), (6, 306, 306), (7, 612, 612)]
    versions = items[0]["image_versions"]
    path = "/" + versions[0]["url"].split("/", 3)[3]
    picture = reader.emulator.handle(request("GET", path))
    assert (picture.status, picture.body[:2]) == (200, b"\xff\xd8")


def test_friendships_say_what_relationships_say(reader: Phone) -> None:
    """Both APIs tell the same of each pair of people."""
    api, people = Api(reader.emulator), reader.emulator.core.store.people
    seen = set()
    for person in people.search("", 481):
        if person.id == reader.pk:
            continue
        public = api.get(f"/users/{person.id}/relationship")
        private = reader.get(f"/friendships/show/{person.id}")
        seen.add((public["outgoing_status"], public["incoming_status"]))
        assert private == {
            "status": "ok",
            "following": public["outgoing_status"] == "follows",
            "outgoing_request": public["outgoing_status"] == "requested",
            "followed_by": public["incoming_status"] == "followed_by",
            "incoming_request": public["incoming_status"] == "requested_by",
        }
    assert len(seen) > 4


# Writing


def test_a_comment_is_answered_with_itself(phone: Phone) -> None:
    """A comment comes back as it was written, without a status, as the table shows it."""
    media = phone.get(f"/feed/user/{phone.pk}/")["items"][0]
    answer = json.loads(phone.raw("POST", f"/media/{media['pk']}/comment", {"comment_text": "so <3 good"}).body)
    assert answer.keys() == {"comment"}
    comment = answer["comment"]
    assert (comment["text"], comment["media_id"], comment["user"]["pk"]) == ("so <3 good", media["pk"], phone.pk)
    assert (comment["content_type"], comment["type"]) == ("comment", 1)
    assert phone.get(f"/feed/user/{phone.pk}/")["items"][0]["comments"][-1] == comment


@pytest.mark.parametrize("text", ["", "  ", "x" * 301, "#a #b #c #d #e", "LOUD", "http://a http://b"])
def test_comments_keep_the_rules(phone: Phone, text: str) -> None:
    """The rules for comments hold here too, and a refused one leaves nothing behind."""
    before = phone.emulator.dump()
    media = phone.get(f"/feed/user/{phone.pk}/")["items"][0]
    status, message = phone.fault("POST", f"/media/{media['pk']}/comment", {"comment_text": text})
    assert (status, message.startswith("comment_text is ")) == (400, True)
    assert phone.emulator.dump() == before


def test_a_like_counts_once(phone: Phone) -> None:
    """A like set twice is one like."""
    media = phone.get("/feed/timeline/")["items"][0]
    assert phone.post(f"/media/{media['pk']}/like/") == {"status": "ok"}
    phone.post(f"/media/{media['pk']}/like/")
    likers = [liker["pk"] for liker in phone.get("/feed/timeline/")["items"][0]["likers"]]
    assert likers.count(phone.pk) == 1
    assert len(likers) == len({*(liker["pk"] for liker in media["likers"]), phone.pk})


# Addresses


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("GET", "/users/{me}/info", None),
        ("POST", "/media/{media}/comment/", {"comment_text": "hi"}),
        ("POST", "/media/{media}/like", {}),
        ("GET", "/friendships/show/{me}/", None),
        ("GET", "/feed/timeline", None),
        ("GET", "/feed/timeline/?20", None),
    ],
)
def test_a_slash_at_the_end_is_nothing(phone: Phone, method: str, path: str, form: dict[str, str] | None) -> None:
    """An address works with and without its last slash: clients of the time wrote both."""
    media = phone.get("/feed/timeline/")["items"][0]
    fine(phone.raw(method, path.format(me=phone.pk, media=media["pk"]), form))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/media/1/like/", 405),
        ("POST", "/feed/timeline/", 405),
        ("DELETE", "/media/1/like/", 405),
        ("GET", "/users//info/", 404),
        ("GET", "/users/self/", 404),
    ],
)
def test_other_addresses_fail_in_the_same_envelope(reader: Phone, method: str, path: str, status: int) -> None:
    """What is not there, or is asked in another way, is a failure with a message."""
    assert reader.fault(method, path)[0] == status


def test_the_envelopes_stay_apart(reader: Phone) -> None:
    """Public answers know no status, private ones no meta; tokens open nothing here, sessions nothing there."""
    emulator = reader.emulator
    target = f"/api/v1/feed/timeline/?access_token={emulator.token()}"
    assert failed(emulator.handle(request("GET", target)))[0] == 401
    public = json.loads(emulator.handle(request("GET", "/v1/users/self/feed", (("Cookie", reader.cookie),))).body)
    assert public.keys() == {"meta"}
    assert public["meta"]["error_type"] == "OAuthParameterException"


def test_a_retired_era_answers_nobody() -> None:
    """Once everything was retired, so is this."""
    emulator = Emulator("retired")
    assert Phone(emulator).fault("GET", "/feed/timeline/") == (410, "This API has been retired")


@pytest.mark.parametrize("profile", ["2015", "2017"])
def test_it_is_the_same_in_every_era(profile: str) -> None:
    """Phones see the same API whatever became of the public one."""
    phone = Phone(Emulator(profile))
    for path in (f"/users/{phone.pk}/info/", "/feed/timeline/", "/feed/popular/", "/feed/tag/snow/"):
        phone.get(path)


def test_answers_are_held_against_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that the document does not allow never leaves; an operation without a handler is made up from it."""
    phone = Phone(Emulator())
    monkeypatch.setitem(HANDLERS, "users_info", lambda _: Reply({"user": {"pk": "x", "username": "y"}}))
    answer = phone.raw("GET", f"/users/{phone.pk}/info/")
    assert (answer.status, b"breaks UsersInfoResponse at user.pk" in answer.body) == (500, True)
    monkeypatch.delitem(HANDLERS, "users_info")
    assert phone.get(f"/users/{phone.pk}/info/")["user"]["username"] == "sample"


def test_heads_are_answered(reader: Phone) -> None:
    """HEAD is GET without a body."""
    answer = reader.raw("HEAD", "/feed/timeline/")
    assert (answer.status, answer.body) == (200, b"")
    assert reader.raw("HEAD", "/media/upload").status == 405


def test_too_many_requests_are_refused() -> None:
    """The limits hold here too: all requests of a user, and changes of each kind."""
    phone = Phone(Emulator(rate_limit=3, write_limit=1))
    media = phone.get("/feed/timeline/")["items"][0]
    phone.post(f"/media/{media['pk']}/like/")
    assert phone.fault("POST", f"/media/{media['pk']}/like/")[0] == 429
    assert phone.fault("GET", "/feed/timeline/")[0] == 429
    phone.emulator.jump(3600)
    phone.get("/feed/timeline/")
