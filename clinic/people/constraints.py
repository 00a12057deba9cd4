"""What does the database itself refuse? Two constraints that stand in a model's `Meta.constraints`.

`RowSecurity` lets a row be seen and written only under the rules it names. `Together` is a foreign key over several
columns: a row that links two clinics, or two patients, is refused. Both compare equal by what they say, so that
`makemigrations` stays quiet until somebody changes them.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model
from django.db.models.constraints import BaseConstraint

# A rule's name → the condition a row must meet. The subselects let PostgreSQL work each list out once a query.
RULES = {
    "staff": "clinic_id = ANY ((SELECT plumb_list('clinics'))::uuid[])",
    "patient": "patient_id = ANY ((SELECT plumb_list('patients'))::uuid[])",
    "home": "clinic_id = ANY ((SELECT plumb_list('homes'))::uuid[])",
    "myself": "user_id = (SELECT plumb_person())",
    "the_clinic": "id = ANY ((SELECT plumb_list('clinics'))::uuid[])",
    "the_home": "id = ANY ((SELECT plumb_list('homes'))::uuid[])",
    "no_clinic": "clinic_id IS NULL",
    "door_sender": "(SELECT plumb_door()) = 'sender'",
    "door_planner": "(SELECT plumb_door()) = 'planner'",
    "door_invitation": "(SELECT plumb_door()) = 'invitation'",
    "door_calendar": "(SELECT plumb_door()) = 'calendar'",
    "door_unsubscribe": "(SELECT plumb_door()) = 'unsubscribe'",
    # The one door with a key: nothing lies behind it but the row that the key names.
    "door_transfer": "(SELECT plumb_door()) = 'transfer' AND digest = (SELECT plumb_key())",
}


class _Plain(BaseConstraint):
    """A constraint that is SQL text, equal to another by its deconstruction, and leaves checking to the database."""

    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Inside CREATE TABLE there is no place for it."""
        return self.create_sql(model, schema_editor)

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """It follows when the migration's tables and their unique constraints all stand."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self.sql(model))
        return None

    def sql(self, model: type[Model]) -> str:
        raise NotImplementedError

    def validate(
        self, model: type[Model], instance: Model, exclude: Any = None, using: str = "default"
    ) -> None:
        """The database refuses; a form that lets a wrong clinic through is a defect, not a person's mistake."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class RowSecurity(_Plain):
    """Forces row-level security on the table. `read`, `write` and `add` name RULES; any one that holds is enough.

    `add` is for those who may put a row in, and never change or delete one.
    """

    def __init__(
        self, *, name: str, read: tuple[str, ...], write: tuple[str, ...], add: tuple[str, ...] = ()
    ) -> None:
        super().__init__(name=name)
        self.read, self.write, self.add = tuple(read), tuple(write), tuple(add)

    def sql(self, model: type[Model]) -> str:
        table = model._meta.db_table
        read, write, add = _any_of(self.read), _any_of(self.write), _any_of((*self.write, *self.add))
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
            f"CREATE POLICY {self.name}_read ON {table} FOR SELECT USING ({read}); "
            f"CREATE POLICY {self.name}_insert ON {table} FOR INSERT WITH CHECK ({add}); "
            f"CREATE POLICY {self.name}_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write}); "
            f"CREATE POLICY {self.name}_delete ON {table} FOR DELETE USING ({write})"
        )

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None
        table = model._meta.db_table
        drops = "; ".join(
            f"DROP POLICY {self.name}_{what} ON {table}" for what in ("read", "insert", "update", "delete")
        )
        return (
            f"{drops}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; "
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )

    def deconstruct(self) -> Any:
        path, args, _ = super().deconstruct()
        said = {"name": self.name, "read": self.read, "write": self.write}
        return path, args, said | ({"add": self.add} if self.add else {})


class Together(_Plain):
    """A foreign key over several columns: `fields` here must stand together in `of`, under the names in `their`.

    `of` is "app.Model"; the target needs a unique constraint over `their`. Plain column names, in order.
    """

    def __init__(self, *, name: str, fields: tuple[str, ...], of: str, their: tuple[str, ...]) -> None:
        super().__init__(name=name)
        self.fields, self.of, self.their = tuple(fields), of, tuple(their)

    def sql(self, model: type[Model]) -> str:
        target = model._meta.apps.get_model(self.of)._meta.db_table
        return (
            f"ALTER TABLE {model._meta.db_table} ADD CONSTRAINT {self.name} "
            f"FOREIGN KEY ({', '.join(self.fields)}) REFERENCES {target} ({', '.join(self.their)})"
        )

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None
        return f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {self.name}"

    def deconstruct(self) -> Any:
        path, args, _ = super().deconstruct()
        return path, args, {"name": self.name, "fields": self.fields, "of": self.of, "their": self.their}


def _any_of(rules: tuple[str, ...]) -> str:
    return " OR ".join(RULES[rule] for rule in rules) or "false"


class AddConstraints(Operation):
    """A migration's constraints at once: (model, constraint) each, in order.

    After every single `AddConstraint` Django makes its models anew; with a hundred of them, that was half of a first
    start.
    """

    reversible = False

    def __init__(self, constraints: tuple[tuple[str, BaseConstraint], ...]) -> None:
        self.constraints = constraints

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # made anew when it is next asked for
        for model, constraint in self.constraints:
            state.add_constraint(app_label, model, constraint)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _: ProjectState, to_state: ProjectState
    ) -> None:
        for model, constraint in self.constraints:
            schema_editor.add_constraint(to_state.apps.get_model(app_label, model), constraint)

    def describe(self) -> str:
        return f"Create {len(self.constraints)} constraints"
