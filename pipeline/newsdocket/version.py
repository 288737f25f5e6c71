"""The version of the library, defined here and nowhere else."""

__version__ = "0.1.0"
