from .interne import VALEUR

__all__ = ["VALEUR"]
