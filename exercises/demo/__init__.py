"""What does a newcomer find? Two made-up clinics with staff and patients in the middle of their stories.

The stories are tables (`harbour`, `lakeside`); `telling` puts them through the same actions as a page would, each on
its day before today. Nobody in them exists: addresses end in example.org, example.net or example.com, and the phone
numbers lie in ranges that are kept free for fiction.
"""
