"""Copies that resemble one another: what is compared, how it is measured, and the page that people read; never a mark."""
