"""What reading dates costs: time per thousand words as a text grows, and on texts made to be hard.

    python bench/dates.py [--repeat N]

Prints one line per text. The cost is linear when the last column, time per thousand characters, does not grow with the
length of a text.
"""

from __future__ import annotations

import argparse
import time

from newsdocket.extract.dates import find_dates

PUBLISHED = "2024-04-17"
PARAGRAPH = (
    "PORTLAND, April 15 (Newsline) - A federal jury on Tuesday ordered a shipping company to pay $4.2 million over a "
    "fire that broke out on Oct. 25, 2021, and burned until that November. The company, which was sold last year, said "
    "it may appeal. Between March 2019 and August 2021, according to the complaint, 14 safety reports under the Harbor "
    "Safety Act of 1974 went unanswered. A hearing is scheduled for June 3-7. Nobody at the firm, founded in 1986, was "
    "charged.\n\n"
)
HARD = {
    "digits": "2016-10-2016-10-",
    "months": "May March ",
    "ranges": "2010 to 2012 to ",
    "ordinals": "twenty first second ",
    "anchors": "later this next last that ",
    "blanks": "\n \t ",
    "capitals": "2019 Securities Exchange ",
}


def measured(text: str, repeat: int) -> float:
    """The least time in seconds of ``repeat`` runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        find_dates(text, published=PUBLISHED)
        best = min(best, time.perf_counter() - start)
    return best


def report(name: str, text: str, repeat: int) -> None:
    """Print the name of a text, its size and its cost."""
    seconds = measured(text, repeat)
    size = f"{len(text):8d} characters {len(text.split()):7d} words"
    print(f"{name:18} {size} {seconds * 1e3:9.1f} ms {seconds / len(text) * 1e6:7.2f} ms per 1000 characters")


def main() -> None:
    """Measure news text in growing lengths, then each hard text at two lengths."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    find_dates("on 10/25/2016, two days ago", published=PUBLISHED)
    for times in (10, 20, 40, 80, 160):
        report(f"news x{times}", PARAGRAPH * times, repeat)
    for name, piece in HARD.items():
        for length in (20_000, 160_000):
            report(f"{name} {length}", (piece * (length // len(piece) + 1))[:length], repeat)


if __name__ == "__main__":
    main()
