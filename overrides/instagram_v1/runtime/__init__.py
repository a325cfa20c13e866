"""Everything a client needs that knows HTTP, envelopes and cursors, but no particular API.

Generated code builds on this package; it imports neither that code nor the rest of ``instagram_v1``.
"""
