"""Makes `python -m counterpoise` the command line."""

from counterpoise.cli import main

main(prog_name="counterpoise")
