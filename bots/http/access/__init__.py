"""Who is asking, and what they may read: keys, sign-in, tokens, groups. One rule for every door.

    request ─► entrance (bots.http) ─► Doors.let ─► Person ─► the groups a question is asked with

Whatever cannot be known makes a person the public: nothing here ever adds a right by failing.
"""
