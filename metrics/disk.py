"""A disk or a memory that is full, told as what it is and as no fault of a sent file."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from metrics.errors import ScorecardError, single_fault

CURE = "See that the disk has room and that the folder may be written, then try again."
LESS_AT_WORK = "Close other programs, or use a machine with more memory, then try again."
# What DuckDB says of a commit that could not be made, which is no IOException.
UNWRITTEN = "Could not write file"


@contextmanager
def telling_of_the_disk(place: str) -> Iterator[None]:
    """Turn what the disk refuses into a finding about `place`, or about the file if it is known.

    What DuckDB had no memory for becomes one as well. Raises ScorecardError.
    """
    try:
        yield
    except OSError as error:
        raise single_fault(str(error.filename or place), str(error.strerror), CURE) from error
    except duckdb.OutOfMemoryException as error:
        raise single_fault(place, "there was not enough memory", LESS_AT_WORK) from error
    except duckdb.Error as error:
        if not is_of_the_disk(error):
            raise
        raise disk_fault(place, error) from error


def is_of_the_disk(error: duckdb.Error) -> bool:
    """Whether DuckDB stopped because a file could not be written or read."""
    return isinstance(error, duckdb.IOException) or UNWRITTEN in str(error)


def disk_fault(place: str, error: duckdb.Error) -> ScorecardError:
    """The finding about such an error, in the last words of its message: those of the system."""
    why = str(error).rpartition(": ")[2].partition('"')[0]
    return single_fault(place, f"a file could not be written or read ({why})", CURE)
