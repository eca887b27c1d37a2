{% extends "lists.html.j2" %}
