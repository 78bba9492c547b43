/** How a report looks: light and dark, from the width of a telephone on. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--ground:#f6f8fa;--link:#0550ae;
--good:#116329;--good-ground:#dafbe1;--bad:#b3141d;--bad-ground:#ffebe9;--open:#7a4d00;--open-ground:#fff8c5;
--made:#0550ae;--without:#8250df;--mark:#fff1a8}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#f0f6fc;--soft:#9198a1;--line:#3d444d;--ground:#161b22;
--link:#79c0ff;--good:#56d364;--good-ground:#12261e;--bad:#ff7b72;--bad-ground:#3c1618;--open:#e3b341;
--open-ground:#2c2309;--made:#58a6ff;--without:#a371f7;--mark:#4d4200}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:84rem;padding:1rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
h1{margin:.5rem 0;font-size:1.6rem}h2{margin:2.5rem 0 .75rem;border-bottom:1px solid var(--line)}
h3{margin:2rem 0 .5rem}h4{margin:1.5rem 0 .5rem}h5{margin:0 0 .5rem;font-size:1rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
.skip{position:absolute;left:-100rem}.skip:focus{position:static}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
.outcome{border-left:.5rem solid;border-radius:.25rem;padding:.75rem 1rem;margin:1rem 0}
.outcome p{margin:.25rem 0}.outcome .word{font-size:1.4rem;font-weight:700}
.outcome.conforms,.verdict.holds{color:var(--good);background:var(--good-ground)}
.outcome.violates,.verdict.violated{color:var(--bad);background:var(--bad-ground)}
.outcome.unknown,.verdict.unknown{color:var(--open);background:var(--open-ground)}
.verdict{white-space:nowrap;border-radius:.25rem;padding:.1rem .4rem}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}.facts dt{color:var(--soft)}.facts dd{margin:0}
.argument dt{font-weight:600}.argument dd{margin:0 0 .75rem}.argument .found{font-weight:600;color:var(--bad)}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
.scroll :is(th,td){overflow-wrap:break-word}
tbody th{font-weight:400}thead th{color:var(--soft);font-weight:600}
.number{text-align:right;padding-right:.6rem;white-space:nowrap}
tr.wrong{background:var(--bad-ground)}.panel.wrong{border-left:.4rem solid var(--bad)}.wrong h5{color:var(--bad)}
.here{color:var(--bad);white-space:nowrap}
thead th{overflow-wrap:normal}.story :is(th,td):nth-child(-n+3){white-space:nowrap}.story{min-width:52rem!important}
tr.gap td{color:var(--soft)}
.scroll{overflow-x:auto;max-width:100%}.scroll>table:has(th:nth-child(3)){min-width:34rem}
.drawing{border:1px solid var(--line);border-radius:.25rem}.drawing svg{display:block}
.stepper{border:1px solid var(--line);border-radius:.25rem;padding:.75rem}
.controls{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin-bottom:.75rem}
[hidden]{display:none!important}
button,select,input{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--soft);
border-radius:.25rem;padding:.3rem .6rem;max-width:100%}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
.panel{padding:.5rem;margin:.5rem 0;border-radius:.25rem}
mark{background:var(--mark);color:inherit;border-radius:.2rem}
figure{margin:0}.bars th{width:30%}.bars td{width:35%;white-space:nowrap}
.bar{width:calc(100% - 6rem);height:.8rem;margin-right:.4rem;vertical-align:middle;background:var(--ground)}
.made{fill:var(--made);background:var(--made)}.without{fill:var(--without);background:var(--without)}
.open{fill:var(--open);background:var(--open)}
.plot{display:block;width:100%;height:12rem;margin:.5rem 0;background:var(--ground)}
.key{display:inline-block;width:.8rem;height:.8rem;margin-right:.35rem}
details{border-bottom:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer}
meter{width:8rem}meter,[type=range]{vertical-align:middle}[type=range]{padding:0}
.counted th{width:70%}
footer{margin-top:3rem;color:var(--soft)}
@media (max-width:40rem){.properties thead{position:absolute;left:-100rem}
.properties,.properties tbody,.properties tr,.properties th{display:block}
.properties tr{border-bottom:1px solid var(--line);padding:.4rem 0}
.properties th,.properties td{border:0;padding:.1rem 0}
.properties td{display:inline-block;margin-right:.75rem}.properties td.number:nth-of-type(2)::before{content:"checked "}
.properties td.number:nth-of-type(3)::before{content:"exercised "}
.bars th{width:44%}.bars td{width:28%;white-space:normal}.bar{display:block;width:100%}
.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.3rem}}
@media print{.controls,.filter,nav{display:none!important}.panel[hidden]{display:block!important}}
`;
