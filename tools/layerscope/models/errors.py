# SPDX-License-Identifier: Apache-2.0
"""The exception of this package."""

from layerscope.errors import LayerscopeError


class ModelError(LayerscopeError):
    """A model, a digit or a name that cannot be used."""
