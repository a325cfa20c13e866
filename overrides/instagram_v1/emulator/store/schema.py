"""The tables of the emulator's world.

Nothing that can be counted is stored twice: every count in an answer comes from the rows themselves (and from what
is known to be missing from a recorded world), so that the lists and the numbers cannot disagree.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = 2
"""Kept in ``user_version``, so that a file of another layout can be told apart."""

APPLICATION: Final = 0x49475631
"""Kept in ``application_id``: "IGV1", so that a foreign database can be told apart."""

_PICTURES: Final = """
-- A picture may be there before the media that it is of: phones upload first, and say later what it is to be.
CREATE TABLE pictures (pk INTEGER PRIMARY KEY, data BLOB NOT NULL);

-- Addresses that recorded answers gave; 0 is the media itself, slides of an album count from 1.
CREATE TABLE renditions (
  pk INTEGER NOT NULL REFERENCES media, slide INTEGER NOT NULL, kind TEXT NOT NULL, size TEXT NOT NULL,
  url TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  PRIMARY KEY (pk, slide, kind, size)) WITHOUT ROWID;
"""

_PHONES: Final = """
CREATE TABLE phone_sessions (
  session TEXT PRIMARY KEY, person INTEGER NOT NULL REFERENCES people, expires INTEGER NOT NULL) WITHOUT ROWID;

-- Pictures that a phone sent, and of which it did not say yet what they are to be.
CREATE TABLE phone_uploads (
  person INTEGER NOT NULL REFERENCES people, device_timestamp INTEGER NOT NULL, picture BLOB NOT NULL,
  ratio REAL NOT NULL, latitude REAL, longitude REAL, at INTEGER NOT NULL, PRIMARY KEY (person, device_timestamp));

-- What a phone tells of a media, and of a place, beyond what the public API knows.
CREATE TABLE phone_media (
  pk INTEGER PRIMARY KEY REFERENCES media, device_timestamp INTEGER NOT NULL, source_type INTEGER NOT NULL);

CREATE TABLE phone_places (
  place INTEGER PRIMARY KEY REFERENCES places, address TEXT, source TEXT, external TEXT);
"""

TABLES: Final = (
    """
-- AUTOINCREMENT below: the id of something deleted must not come back as something else.
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE people (
  id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL, bio TEXT NOT NULL,
  website TEXT NOT NULL, picture TEXT NOT NULL, private INTEGER NOT NULL, business INTEGER NOT NULL,
  password TEXT);

CREATE TABLE follows (
  follower INTEGER NOT NULL REFERENCES people, followed INTEGER NOT NULL REFERENCES people,
  state TEXT NOT NULL CHECK (state IN ('follows', 'requested')), at INTEGER NOT NULL,
  PRIMARY KEY (follower, followed)) WITHOUT ROWID;

CREATE TABLE blocks (
  blocker INTEGER NOT NULL REFERENCES people, blocked INTEGER NOT NULL REFERENCES people,
  PRIMARY KEY (blocker, blocked)) WITHOUT ROWID;

CREATE TABLE places (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, latitude REAL, longitude REAL,
  foursquare_v2 TEXT NOT NULL, foursquare INTEGER NOT NULL, facebook INTEGER NOT NULL);

CREATE TABLE media (
  pk INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES people, kind TEXT NOT NULL, filter TEXT NOT NULL,
  caption TEXT, place INTEGER REFERENCES places, latitude REAL, longitude REAL, created INTEGER NOT NULL,
  ratio REAL NOT NULL);

CREATE TABLE media_tags (
  tag TEXT NOT NULL, pk INTEGER NOT NULL REFERENCES media, position INTEGER NOT NULL,
  PRIMARY KEY (tag, pk)) WITHOUT ROWID;

CREATE TABLE tagged (
  pk INTEGER NOT NULL REFERENCES media, person INTEGER NOT NULL REFERENCES people, x REAL NOT NULL, y REAL NOT NULL,
  PRIMARY KEY (pk, person)) WITHOUT ROWID;

-- A like that was taken back stays as a row: the cursor of the liked list may point at it.
CREATE TABLE likes (
  pk INTEGER NOT NULL REFERENCES media, person INTEGER NOT NULL REFERENCES people, at INTEGER NOT NULL,
  active INTEGER NOT NULL, PRIMARY KEY (pk, person)) WITHOUT ROWID;

CREATE TABLE comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, pk INTEGER NOT NULL REFERENCES media, author INTEGER NOT NULL REFERENCES people,
  text TEXT NOT NULL, created INTEGER NOT NULL);

CREATE TABLE clients (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, name TEXT NOT NULL, implicit INTEGER NOT NULL,
  signed INTEGER NOT NULL, forwarded INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

CREATE TABLE redirects (
  client TEXT NOT NULL REFERENCES clients, uri TEXT NOT NULL, PRIMARY KEY (client, uri)) WITHOUT ROWID;

CREATE TABLE tokens (
  token TEXT PRIMARY KEY, person INTEGER NOT NULL REFERENCES people, client TEXT NOT NULL REFERENCES clients,
  scopes TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE codes (
  code TEXT PRIMARY KEY, client TEXT NOT NULL REFERENCES clients, person INTEGER NOT NULL REFERENCES people,
  redirect TEXT NOT NULL, scopes TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE geographies (
  id INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT NOT NULL REFERENCES clients, latitude REAL NOT NULL,
  longitude REAL NOT NULL, radius REAL NOT NULL);

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT NOT NULL REFERENCES clients, object TEXT NOT NULL, object_id TEXT,
  aspect TEXT NOT NULL, callback TEXT NOT NULL, verify TEXT NOT NULL);

-- What a recorded count tells beyond the rows that were recorded; a world that was invented has none of it.
CREATE TABLE unseen (
  kind TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
"""
    + _PICTURES
    + _PHONES
)

UPGRADES: Final = {
    1: _PICTURES
    + _PHONES
    + """
ALTER TABLE clients ADD COLUMN forwarded INTEGER NOT NULL DEFAULT 0;
UPDATE people SET picture = substr(picture, 29) WHERE picture LIKE 'https://scontent.cdn.example/%';
"""
}
"""What turns a file of each earlier layout into one of the next."""

INDEXES: Final = """
CREATE INDEX follows_by_follower ON follows (follower, state, at);
CREATE INDEX follows_by_followed ON follows (followed, state, at);
CREATE INDEX media_by_owner ON media (owner, pk);
CREATE INDEX media_by_place ON media (place, pk);
CREATE INDEX media_by_time ON media (created);
CREATE INDEX media_tags_by_media ON media_tags (pk, position);
CREATE INDEX likes_by_person ON likes (person, active, at, pk);
CREATE INDEX likes_by_media ON likes (pk, active, at);
CREATE INDEX comments_by_media ON comments (pk, id);
"""
