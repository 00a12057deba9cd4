"""How does the whole of Plumb run on one machine, by one command and with nothing installed beside it?

`make run` calls this. Ctrl-C, SIGTERM or a closed terminal ends every program it started.
"""

import socket
import sys
import time
from contextlib import ExitStack

from clinic.local import announce, locks, machine, messages, port, signals
from clinic.local.account import PROJECT
from clinic.local.crew import Crew
from clinic.local.environment import demo_environment
from clinic.local.postgres import Cluster, Urls
from clinic.local.prepare import Preparation
from clinic.local.redis import Redis
from clinic.local.trouble import Trouble
from clinic.local.voice import Voice

VAR = PROJECT / "var"
DEMO = VAR / "demo.json"
DATABASE = "plumb"
# Loaded once, before the two workers fork from it.
GUNICORN = (
    "gunicorn",
    "clinic.wsgi",
    "--preload",
    "--workers=2",
    "--worker-class=sync",
    "--no-control-socket",
)
CELERY = ("celery", "--quiet", "--app=clinic.celery")
WORKER = ("worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat")


def main() -> int:
    voice = Voice()
    signals.listen()
    try:
        run(voice, *sys.argv[1:])
    except signals.Stopped:
        voice.say("Stopped. The data are kept for the next run.")
        return 0
    except Trouble as trouble:
        voice.say(str(trouble))
    except OSError as error:
        voice.say(machine.in_words(error))
    return 1


def run(voice: Voice, wanted_port: str = "8000") -> None:
    """Up in order, down in reverse; only a wish to stop, or trouble, ends it."""
    number = port.read(wanted_port)
    url = f"http://localhost:{number}"
    machine.check(VAR)
    children = locks.take(VAR, url)
    listening = port.listen(number)
    with ExitStack() as stack:
        try:
            cluster, redis = _start_services(stack, children, voice)
            environment = demo_environment(
                url=url, var=VAR, database_url=_database(cluster).app, redis_url=redis.url
            )
            _prepare(environment, cluster, children, voice)
            crew = stack.enter_context(Crew(voice, environment, children))
            _start_web(crew, listening)
            announce.wait_until_it_answers(number, crew.check)
            _start_clock_and_hands(crew)
            announce.write_url(DEMO, url)
            announce.say(DEMO, voice)
            _stay(cluster, redis, crew)
        finally:
            signals.ignore()


def _start_services(stack: ExitStack, children: int, voice: Voice) -> tuple[Cluster, Redis]:
    voice.say("Starting PostgreSQL and Redis.")
    cluster = Cluster(VAR / "postgres", keep_open=[children])
    redis = Redis(VAR / "redis", keep_open=[children])
    stack.callback(cluster.stop)
    stack.callback(redis.stop)
    redis.launch()
    cluster.start()
    redis.wait_until_ready()
    return cluster, redis


def _database(cluster: Cluster) -> Urls:
    if not cluster.has_database(DATABASE):
        cluster.create_database(DATABASE)
        Preparation.forget(VAR)
    return cluster.urls(DATABASE)


def _prepare(environment: dict[str, str], cluster: Cluster, children: int, voice: Voice) -> None:
    """The one moment at which the owner's way into the database is handed out."""
    messages.compile_changed()
    as_owner = environment | {"MIGRATION_DATABASE_URL": cluster.urls(DATABASE).owner}
    preparation = Preparation(VAR, as_owner, children)
    if preparation.is_due():
        voice.say("Preparing the database, the demo clinic and the static files.")
        preparation.run()


def _start_web(crew: Crew, listening: list[socket.socket]) -> None:
    doors = [one.fileno() for one in listening]
    crew.start(
        "web", *GUNICORN, "--log-level=warning", *(f"--bind=fd://{door}" for door in doors), doors=doors
    )


def _start_clock_and_hands(crew: Crew) -> None:
    """After the web, so that on a small machine nobody waits for the page because of them."""
    crew.start("worker", *CELERY, *WORKER, "--loglevel=WARNING")
    crew.start("beat", *CELERY, "beat", f"--schedule={VAR / 'beat'}", "--pidfile=", "--loglevel=WARNING")


def _stay(cluster: Cluster, redis: Redis, crew: Crew) -> None:
    while True:
        crew.check()
        for service in (cluster, redis):
            if not service.is_running():
                raise Trouble(service.why_it_ended())
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
