"""The demo: accounts, articles, canned replies and comments, so that a new site has a life to show.

Its words stand as data in `demo/` at the top of the tree. Everybody in them is invented.
"""

from config.demo.accounts import ACCOUNTS as ACCOUNTS
from config.demo.accounts import password as password
