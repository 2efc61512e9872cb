"""The class of a medicine by the ending of its international name (WHO INN stem book)."""

from typing import Final

# The first ending that fits decides, so longer and rarer ones stand first.
ENDINGS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "an antibody-drug conjugate",
        ("vedotin", "deruxtecan", "emtansine", "govitecan", "tesirine", "soravtansine",
         "mafodotin"),
    ),
    ("a cell therapy", ("leucel", "-cel", " cel")),
    ("an immunotherapy drug", ("limab", "leukin")),
    ("a targeted drug", ("tuximab", "tumumab", "tuzumab", "tumab", "tamab", "tansine", "tatug")),
    ("an antibody drug", ("mab",)),
    (
        "a targeted drug",
        ("ciclib", "parib", "rafenib", "metinib", "anib", "enib", "tinib", "sertib", "lisib",
         "degib", "rasib", "zomib", "limus", "toclax", "menib"),
    ),
    (
        "a hormone therapy drug",
        ("lutamide", "relix", "relin", "strozole", "oxifene", "estrant"),
    ),
    (
        "a chemotherapy drug",
        ("platin", "platine", "taxel", "rubicin", "trexate", "trexed", "tecan", "citabine",
         "mustine", "poside", "bulin", "blastin", "blastine", "cristine", "relbine", "fosfamide",
         "sulfan"),
    ),
    ("an anti-nausea drug", ("setron", "pitant")),
    ("a bone-strengthening drug", ("dronate", "dronic acid")),
    ("a drug that raises blood counts", ("grastim", "poetin")),
    ("a blood thinner", ("xaban", "gatran", "parin")),
    ("a steroid", ("metasone", "nisolone", "nisone", "cortisone", "onide")),
    ("a stomach medicine", ("prazole",)),
    ("a cholesterol medicine", ("statin",)),
    ("a blood pressure medicine", ("sartan", "pril", "olol", "dipine")),
    ("an antibiotic", ("cillin", "mycin", "floxacin", "cycline", "penem")),
    ("an antiviral drug", ("ciclovir", "vir")),
    ("an antifungal drug", ("conazole", "fungin")),
    ("an antidepressant", ("oxetine", "ipramine", "triptyline")),
    ("an anxiety medicine", ("azepam", "zolam")),
    ("a diabetes medicine", ("gliptin", "gliflozin", "glutide", "glitazone")),
)  # fmt: skip


def class_by_ending(name: str) -> str | None:
    """The public wording that the ending of a medicine's name tells, in folded letters."""
    return next((wording for wording, endings in ENDINGS if name.endswith(endings)), None)
