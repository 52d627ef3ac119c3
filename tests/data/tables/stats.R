   length n.risk n.event survival std.err
       1    300       0    1.000  0.0000
       2    300      76    0.747  0.0251
       3    224      75    0.497  0.0289
       4    149      28    0.403  0.0283
