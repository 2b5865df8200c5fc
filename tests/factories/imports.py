"""A made-up kind of list for tests: boats in a dictionary, so that the engine is tested without a room."""

from portal.shared.errors import RuleBroken
from portal.shared.imports import (
    Candidate,
    Difference,
    ImportField,
    ImportKind,
    Judged,
    Problem,
    ReadRow,
)
from portal.shared.spreadsheets import cells

FIELDS = (
    ImportField(
        "name", "Tên ghe", "Boat's name", ("tên xuồng",), is_required=True, example="Sen 1"
    ),
    ImportField("code", "Số đăng ký", "Number", ("số đk",), kind="code"),
    ImportField("seats", "Số chỗ", "Seats", kind="integer"),
    ImportField("shape", "Loại", "Shape", choices=("Ghe", "Xuồng")),
)


class BoatImport(ImportKind):
    """Boats by number; a boat of the same name without a number is a possible duplicate."""

    key, label, noun, fields = "boats", "ghe xuồng", "Danh sách ghe xuồng.", FIELDS

    def __init__(self):
        self.boats = {}
        self.breaks_at = ""

    def can_use(self, user):
        return bool(user.is_authenticated and user.is_officer)

    def read(self, raw, ctx):
        row = ReadRow({}, label=cells.as_text(raw.get("name")))
        row.values["name"] = row.label
        if not row.label:
            row.problems.append(Problem("name", "Thiếu tên."))
        for key, to in (
            ("code", cells.as_code),
            ("seats", cells.as_integer),
            ("shape", cells.as_text),
        ):
            if key in raw:
                try:
                    row.values[key] = to(raw[key])
                except RuleBroken as broken:
                    row.problems.append(Problem(key, broken.sentence))
        if row.values.get("code"):
            row.keys = [row.values["code"]]
        return row

    def judge(self, rows, ctx):
        return [self._judge(row) for row in rows]

    def _judge(self, row):
        code = row.values.get("code")
        decision = row.decision
        target = next(
            (n for n, boat in self.boats.items() if code and boat.get("code") == code), None
        )
        if decision and decision.choice == "same":
            target = decision.target_id
        if target is not None:
            before = self.boats[target]
            differences = [
                Difference(key, str(before.get(key) or ""), str(value))
                for key, value in row.values.items()
                if value and value != before.get(key)
            ]
            return Judged("changes" if differences else "same", target, before["name"], differences)
        alike = [n for n, boat in self.boats.items() if boat["name"] == row.values["name"]]
        if alike and not (decision and decision.choice == "new"):
            return Judged("duplicate", candidates=[Candidate(n, "cùng tên", "tên") for n in alike])
        return Judged("new")

    def apply(self, pairs, ctx):
        undo = []
        for row, judged in pairs:
            if self.breaks_at and row.label == self.breaks_at:
                raise RuleBroken("sunk", "Ghe đã chìm.")
            if judged.target_id is None:
                number = max(self.boats, default=0) + 1
                undo.append([number, None])
                self.boats[number] = dict(row.values)
            else:
                undo.append([judged.target_id, dict(self.boats[judged.target_id])])
                self.boats[judged.target_id].update({k: v for k, v in row.values.items() if v})
        return undo

    def undo(self, data, ctx):
        for number, _before in reversed(data):
            if self.boats[number].get("touched"):
                raise RuleBroken("touched", "Ghe đã được sửa sau đó.")
        for number, before in reversed(data):
            if before is None:
                del self.boats[number]
            else:
                self.boats[number] = before
