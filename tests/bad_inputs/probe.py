import sys, importlib, shutil, tempfile, time, io, contextlib, os, traceback, shlex, signal
sys.path.insert(0,'/work/wt/badinput')
from pathlib import Path
from delphi.cli import main
B=Path('/work/wt/badinput/tests/bad_inputs')
def walk(root): return {p.relative_to(root).as_posix():p.read_bytes() for p in sorted(root.rglob('*')) if p.is_file()}
signal.signal(signal.SIGALRM, lambda *a: (_ for _ in ()).throw(TimeoutError("hang")))
for m in sys.argv[1:]:
    for c in importlib.import_module('tests.bad_inputs.'+m).CASES:
        t=Path(tempfile.mkdtemp())/'study'; shutil.copytree(B/'study',t)
        c.change(t); before=walk(t.parent); os.chdir(t)
        e=io.StringIO(); s=time.time(); 
        with contextlib.redirect_stderr(e), contextlib.redirect_stdout(e):
            signal.alarm(60)
            try: code=main(shlex.split(c.command))
            except BaseException as x: code='TRACEBACK '+repr(x)[:300]; 
            signal.alarm(0)
        d='' if walk(t.parent)==before else ' CHANGED'
        took=time.time()-s
        flag = '' if code==c.code else '  <<<<<'
        print(f"[{code}]{flag}{d} {c.name}" + (f" {took:.1f}s" if took>1.5 else ''))
        print('     ', e.getvalue().strip().replace('\n','\n      ')[:700])
        shutil.rmtree(t.parent)
