"""The reference file of the Digital Business Indicators (Decision 1970/QĐ-BTTTT, 13/12/2021) into our own format.

What the file marks as unverified stays marked. Four things it leaves open are decided here, and said in notes:

* ratios are turned into points by the bands that the file itself proposes;
* a ladder of fewer than five levels spreads evenly from 1 point to the most (three levels: 1, 3, 5);
* "not applicable" and "don't know" count 0 points and stay in the maximum, since the rules of the
  decision name total points;
* a ladder gets its "no" (0 points) as option 0, as its question says.
"""

import re
from fractions import Fraction
from typing import Any

from assessments.rules.numbers import plain
from assessments.rules.reading import FORMAT

SLUG = "dbi-sme"
VERSION = "2021"
_BAND = re.compile(r"(\d+)\s*%?\s*=>\s*(\d+)")

NOT_VERIFIED = {
    "vi": "Chưa kiểm chứng: cách quy đổi ra điểm là đề xuất, chưa đối chiếu với phụ lục quyết định.",
    "en": "Not verified: the points are a proposal, not compared with the annex of the decision.",
}
NO = {"vi": "Không", "en": "No"}
NOTES = [
    {
        "vi": "Nội dung theo một ứng dụng DBI công khai năm 2023, chưa đối chiếu phụ lục (chưa kiểm chứng).",
        "en": "Taken from a public DBI application of 2023; the annex of the decision was not compared (not verified).",
    },
    {
        "vi": "Thang quy đổi tỷ lệ ra điểm là đề xuất (chưa kiểm chứng): 0% được 0 điểm, sau đó mỗi 20% thêm 1 điểm.",
        "en": "How shares become points is a proposal (not verified): 0 % gives 0, then one more for each 20 %.",
    },
    {
        "vi": "Ba câu có ba mức (1.2.1–1.2.3) được tính 1, 3, 5 điểm: đề xuất, chưa kiểm chứng.",
        "en": "The three questions with three levels (1.2.1–1.2.3) give 1, 3, 5 points: a proposal, not verified.",
    },
    {
        "vi": "“Không áp dụng” và “Không biết” tính 0 điểm, vì quyết định xếp mức theo tổng điểm tuyệt đối.",
        "en": "“Not applicable” and “don't know” count 0 points, since the decision sets its levels by total points.",
    },
    {
        "vi": "Đã được thay thế (2158/QĐ-BTTTT năm 2023, 1567/QĐ-BKHCN năm 2025); dùng làm mốc so sánh.",
        "en": "This index was replaced (2158/QĐ-BTTTT in 2023, then 1567/QĐ-BKHCN in 2025); it serves as a baseline.",
    },
    {
        "vi": "Tên tiếng Anh là bản dịch của Sen Số, không phải bản chính thức.",
        "en": "The English titles are ours, not official.",
    },
]


def is_reference(raw: Any) -> bool:
    """The document looks like the reference file."""
    return isinstance(raw, dict) and "format" not in raw and "pillar_level_rule" in raw


def to_plain(raw: dict[str, Any]) -> dict[str, Any]:
    """The reference document in our own format; odd entries are left for the reader to name."""
    return {
        "format": FORMAT,
        "slug": SLUG,
        "version": VERSION,
        "title": _words(raw, "title"),
        "source": {"vi": str(raw.get("legal_basis", ""))} if raw.get("legal_basis") else None,
        "official": True,
        "minutes": 40,
        "notes": NOTES,
        "max_points": _dict(raw.get("totals")).get("max_points"),
        "levels": [
            {"level": e.get("level"), "name": _words(e, "name")} for e in _dicts(raw.get("levels"))
        ],
        "pillar_bands": _dict(raw.get("pillar_level_rule")).get("bands", []),
        "overall_rules": [
            _rule(each) for each in _dicts(_dict(raw.get("overall_level_rule")).get("rules"))
        ],
        "ratio_bands": ratio_bands(raw),
        "pillars": [_pillar(each) for each in _dicts(raw.get("pillars"))],
    }


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [_dict(each) for each in value] if isinstance(value, list) else []


def _words(part: dict[str, Any], key: str) -> dict[str, str]:
    vietnamese, english = part.get(f"{key}_vi"), part.get(f"{key}_en")
    return {"vi": vietnamese or "", **({"en": english} if english else {})}


def ratio_bands(raw: dict[str, Any]) -> list[dict[str, int]]:
    """The bands that the file proposes, read from its sentence ``0 => 0; >0-20% => 1; …``."""
    note = str(_dict(raw.get("proposed_ratio_bands")).get("note", ""))
    return [{"upto": int(upto), "points": int(points)} for upto, points in _BAND.findall(note)]


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": rule.get("level"),
        "total_over": rule.get("total_gt"),
        "pillars_at_least": rule.get("min_pillars"),
        "pillar_level": rule.get("pillar_level_at_least"),
    }


def _pillar(pillar: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": pillar.get("code"),
        "title": _words(pillar, "title"),
        "max_points": pillar.get("max_points"),
        "indicators": [
            {
                "code": indicator.get("code"),
                "title": _words(indicator, "title"),
                "max_points": indicator.get("max_points"),
                "criteria": [_criterion(each) for each in _dicts(indicator.get("criteria"))],
            }
            for indicator in _dicts(pillar.get("indicators"))
        ],
    }


def _criterion(c: dict[str, Any]) -> dict[str, Any]:
    plain_one: dict[str, Any] = {
        "code": c.get("code"),
        "title": _words(c, "title"),
        "raw_max": c.get("max_raw_score"),
        "weight": c.get("weight", 1),
        "max_points": c.get("max_points"),
        "na": "zero",
        "unknown": "zero",
    }
    if c.get("group_vi"):
        plain_one["group"] = {"vi": c["group_vi"]}
    if not c.get("scoring_verified", True):
        plain_one |= {"verified": False, "note": NOT_VERIFIED}
    return plain_one | _answers(c)


def _answers(c: dict[str, Any]) -> dict[str, Any]:
    kind, texts = c.get("answer_type"), c.get("options_vi") or []
    if kind == "ratio":
        return {
            "kind": "ratio",
            "numerator": {"vi": c.get("numerator_vi") or ""},
            "denominator": {"vi": c.get("denominator_vi") or ""},
        }
    if kind == "scale_0_5":
        scores = c.get("option_scores") or list(range(len(texts)))
        options = [{"text": {"vi": t}, "points": p} for t, p in zip(texts, scores, strict=False)]
        return {"kind": "levels", "question": _question(c), "options": options}
    if kind == "levels":
        points = spread(len(texts), int(c.get("max_raw_score") or 0))
        rungs = [
            {"text": {"vi": t}, "points": plain(p)} for t, p in zip(texts, points, strict=True)
        ]
        no = {"text": NO, "points": 0}
        return {"kind": "yes_levels", "question": _question(c), "options": [no, *rungs]}
    return {"kind": kind}


def _question(c: dict[str, Any]) -> dict[str, str]:
    """The question without the remark on its points, which the answers show."""
    asked = re.sub(r"\s*\(Có/Không;[^)]*\)\s*$", "", str(c.get("question_vi") or ""))
    return {"vi": asked} if asked else {}


def spread(levels: int, most: int) -> list[Fraction]:
    """Points of a ladder's rungs: evenly from 1 to the most; five rungs give 1 to 5, as in the source."""
    if levels < 2:
        return [Fraction(most)] * levels
    return [1 + Fraction((most - 1) * n, levels - 1) for n in range(levels)]
