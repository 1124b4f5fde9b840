"""The small package behind the notebooks. Its README is the page of vocabulary and conventions.

Nothing is loaded until it is asked for: ``from helpers import surfaces, optimisers, traces``.
"""
