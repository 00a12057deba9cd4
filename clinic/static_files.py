"""Under which names does the browser get the static files? Each carries a digest of what it holds."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_IMPORTS = ("js/*.js", ((r'(?P<matched>from "(?P<url>\./[^"]+)")', 'from "%(url)s"'),))


class DigestedStorage(CompressedManifestStaticFilesStorage):
    """The modules that our modules import carry theirs too, so that a phone never mixes two versions.

    Django's own switch for this would also read the libraries' scripts, and stumbles over one.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, OUR_IMPORTS)
