import sys
from hypothesis import given, settings, strategies as st, HealthCheck
import tests.data.store.test_any_parting as t, tests.data.store.test_many_desks_at_work as w
n=int(sys.argv[1])
@settings(max_examples=n, suppress_health_check=list(HealthCheck), deadline=None, database=None)
@given(st.data())
def a(d): t.come_apart(d)
@settings(max_examples=n//3, suppress_health_check=list(HealthCheck), deadline=None, database=None)
@given(st.data())
def b(d): w.work_together(d)
a(); print("any_parting ok", n, flush=True); b(); print("work_together ok", n//3)
