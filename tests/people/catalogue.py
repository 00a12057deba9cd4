"""What does PostgreSQL itself say of our tables?"""

from django.apps import apps
from django.db import connection

OURS = ("people", "mail", "assessments", "exercises")


def ask(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def write(statement, *values):
    """How many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def tables_with_a_clinic():
    """Every table that holds a clinic's rows, the table of clinics included."""
    found = ask(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'clinic_id'"
    )
    return sorted([*(name for (name,) in found), "people_clinic"])


def tables_with(column):
    found = ask(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = %s",
        column,
    )
    return {name for (name,) in found}


def clinic_column(table):
    return "id" if table == "people_clinic" else "clinic_id"


def count(table, where="true", *values):
    return ask(f"SELECT count(*) FROM {table} WHERE {where}", *values)[0][0]


def models():
    """The house's own models."""
    return [model for name in OURS for model in apps.get_app_config(name).get_models()]
