"""The vocabulary of the invented world."""

from __future__ import annotations

from typing import Final

GIVEN: Final = (
    "ada", "ben", "carla", "dmitri", "eva", "farid", "greta", "hugo", "ines", "jonas", "karin", "liang", "maya",
    "nils", "olga", "pablo", "quentin", "rosa", "samir", "tove", "uma", "viktor", "wanda", "xenia", "yusuf", "zoe",
)  # fmt: skip
FAMILY: Final = (
    "Abel", "Brandt", "Castro", "Dubois", "Eriksen", "Ferrari", "Gómez", "Haas", "Ito", "Jansen", "Kovač", "Lund",
    "Møller", "Novák", "Okafor", "Petit", "Quint", "Rossi", "Silva", "Tanaka", "Urban", "Vidal", "Weiß", "Young",
)  # fmt: skip
SUFFIXES: Final = ("", "_photo", ".pics", "_daily", "travels", "_snaps", ".studio", "outdoors")
ODD_NAMES: Final = ("Zoë & Max <3", '"The" Rivers', "山田 さくら", "O'Neill / Paris")
BIOS: Final = (
    "", "", "Coffee first.", "Slow roads & long walks", "Bakes, breaks, repeats", "Öl auf Leinwand 🎨",
    "Lives between two trains", "Tous les jours dehors", "35mm and patience",
)  # fmt: skip
FILTERS: Final = (
    "Normal", "Normal", "Normal", "Clarendon", "Valencia", "X-Pro II", "Lo-fi", "Earlybird", "Rise", "Ludwig",
)  # fmt: skip
OPENINGS: Final = (
    "First light over", "Waiting for rain at", "A quiet hour near", "Somewhere behind", "Back again at",
    "Nothing but wind around", "Late coffee by", "Une promenade vers", "Lost and happy at", "Cold hands at",
)  # fmt: skip
SUBJECTS: Final = (
    "the river", "the old bridge", "the harbour", "my grandmother's garden", "the last stop", "the café",
    "the market hall", "the north pier", "the tower 🗼", "the rooftops", "the ridge", "a very small street",
)  # fmt: skip
TAGS: Final = (
    "snow", "nofilter", "paris", "toureiffel", "coffee", "street", "sunset", "winter", "travel", "été", "friends",
    "architecture", "light", "river", "bread", "cats", "snowy", "snowboarding", "mountains", "film", "bridge",
    "morning", "blackandwhite", "garden", "train", "sea", "雪", "roofs", "rain", "market",
)  # fmt: skip
REMARKS: Final = (
    "Love this light", "so good!", "Where is that?", "👏👏", "wish I was there", "Magnifique", "the colours <3 & more",
    "This needs a frame.", "haha, same here", "Which lens?", "see you there on Sunday", "great shot / great day",
)  # fmt: skip
PLACES: Final = (
    "Champ de Mars", "Pont d'Iéna", "Trocadéro", "Passy", "Quai Branly", "Pont de Bir-Hakeim", "Café du Quai",
    "Boulangerie Nord", "Allée des Cygnes", "Square Ouest", "Musée du Port", "Marché Sud", "Hôtel des Voies",
    "Jardin Clos", "Gare de l'Est 2", "Atelier 12", "Rue Basse", "Le Belvédère", "Piscine Rouge", "Librairie Bleue",
)  # fmt: skip
ELSEWHERE: Final = (
    ("Brooklyn Pier", 40.7003, -73.9967), ("Harbour Steps", -33.8568, 151.2153), ("Old Observatory", 51.4779, -0.0015),
    ("Snow Fields", 46.5475, 7.9854), ("Crossing", 35.6595, 139.7005), ("Miradouro", 38.7139, -9.1335),
)  # fmt: skip
