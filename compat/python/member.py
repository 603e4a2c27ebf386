"""What the member programs share: their arguments and what they print.

    PROGRAM BOOTSTRAP TOPIC GROUP SESSION_MS [ASSIGNOR [INSTANCE]]
"""
import signal
import sys


class Arguments:
    def __init__(self):
        given = sys.argv[1:] + [None] * 6
        self.bootstrap, self.topic, self.group, session, self.assignor, self.instance = given[:6]
        self.session_ms = int(session)
        self.stopped = False
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, _number, _frame):
        self.stopped = True


def say(line):
    """Straight to the pipe: what a killed process has printed has been printed."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def got(partition, offset):
    say(f"got {partition} {offset}")
