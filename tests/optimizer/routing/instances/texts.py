"""Small instances in the two file forms."""

VRPLIB = """\
NAME : tiny-n6-k2
COMMENT : made for a test
TYPE : CVRP
DIMENSION : 6
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 10 0
3 11 0
4 0 10
5 0 11
6 7 7
DEMAND_SECTION
1 0
2 4
3 4
4 4
5 4
6 2
DEPOT_SECTION
1
-1
EOF
"""

SOLOMON = """\
TINY101

VEHICLE
NUMBER     CAPACITY
   3          10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0       0         0          0          0        100          0
    1      10         0          4         20         30          5
    2      20         0          4          0         25          5
    3       0        10          5          0         90          5
"""
