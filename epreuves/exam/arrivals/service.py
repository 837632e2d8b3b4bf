"""A name that a hub's configuration holds; what it names is the kit's, in `epreuves_kit.extensions.hub.service`."""

from epreuves_kit.extensions.hub.service import main

if __name__ == "__main__":
    main()
