"""Split ZIP archives that every reader opens: written, verified and named. No Django.

To read it in order: `layout` (the records of the format), `members` (what is packed),
`writer` (one part), `closing` (the directory of the set), `plan` (where parts are cut),
`reader` (the judge, which shares nothing with the writer). `naming` and `bag` are the
rules for names and BagIt files; `build` is the command that packs a folder.

    plan = plan_set(groups, index=index, part_size=limit)
    with open("N.z01", "x+b") as target:
        record = write_part(target, members, first=True)
    with open("N.zip", "x+b") as target:
        write_index(target, index_members, part_records=[record])
    verify_set("N.zip")
"""
