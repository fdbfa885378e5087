#!/usr/bin/env python3
"""The check that check_bench measures, as one would write it in Python: which accounts are in more than
one batch. Prints the seconds it took and the number of such accounts.

usage: tests/bench/check_peer.py FILE ROWS_PER_BATCH
"""

import csv
import sys
import time


def shared_accounts(path, rows_per_batch):
    last_batch = {}
    shared = set()
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        account = next(reader).index("AccountId")
        for number, row in enumerate(reader):
            batch = number // rows_per_batch
            # All ids of the file are written with 18 characters.
            key = row[account]
            if last_batch.setdefault(key, batch) != batch:
                shared.add(key)
                last_batch[key] = batch
    return len(shared)


def main():
    start = time.perf_counter()
    shared = shared_accounts(sys.argv[1], int(sys.argv[2]))
    print(f"{time.perf_counter() - start:.6f} {shared}")


if __name__ == "__main__":
    main()
