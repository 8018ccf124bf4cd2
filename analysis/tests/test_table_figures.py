"""Figures of trials and studies show what the tables say."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
import trial_tables
from matplotlib import colors
from perforin.__main__ import main
from perforin.errors import Problem
from perforin.figures import style
from perforin.figures.ablations import draw_ablations, effects
from perforin.figures.forest import draw_forest
from perforin.figures.markers import draw_markers
from perforin.figures.patients import LOOKS, draw_spider, draw_swimmer, draw_waterfall
from perforin.figures.scatter import draw_scatter
from perforin.figures.sensitivity import draw_sensitivity
from perforin.figures.survival import draw_km
from perforin.sensitivity.study import read_study
from perforin.sensitivity.table import of_study
from perforin.trials.tables import read_trial
from test_figures import pixels, share_of


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    rows = trial_tables.patients(count=150, arms=("chemo", "nivolumab", "both"), twins=False)
    return trial_tables.write_trial(tmp_path_factory.mktemp("three") / "trial", rows)


@pytest.fixture(scope="module")
def trial(tables):
    return read_trial(tables)


@pytest.fixture
def drawn(trial):
    """Draws a figure in the house's style and closes it in the end."""
    with style.styled():
        yield lambda draw, of=trial: laid_out(draw(of))
    plt.close("all")


def laid_out(figure):
    figure.draw_without_rendering()
    return figure


def texts(figure) -> list:
    """All texts that are seen."""
    found = list(figure.texts) + ([figure._suptitle] if figure._suptitle else [])
    for axes in figure.axes:
        found += [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]
        if axes.get_legend():
            found += axes.get_legend().get_texts()
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            inside = (it for it in axis.get_major_ticks() if low <= it.get_loc() <= high)
            found += [label for it in inside for label in (it.label1, it.label2)]
    unique = {id(t): t for t in found if t.get_visible() and t.get_text().strip()}
    return list(unique.values())


def test_numbers_at_risk_stand_under_their_ticks(drawn, trial):
    figure = drawn(draw_km)
    upper, lower = figure.axes[0], figure.axes[len(figure.axes) // 2]
    frame = trial.arm("nivolumab")
    counts = [t for t in lower.texts if t.get_text().isdigit()]
    second = [t for t in counts if t.get_position()[1] == 1]
    for text in second:
        month = text.get_position()[0]
        assert int(text.get_text()) == (frame["os"] >= month * trial_tables.MONTH).sum()
        at = upper.transData.transform((month, 0))[0]
        box = text.get_window_extent()
        assert abs((box.x0 + box.x1) / 2 - at) < 2
    assert [t.get_position()[0] for t in second] == [0, 6, 12, 18, 24, 30, 36][: len(second)]
    assert [label.get_text() for label in lower.get_yticklabels()] == trial.arms


def test_curves_go_down_from_one_and_differ_in_line(drawn):
    axes = drawn(draw_km).axes[0]
    curves = [line for line in axes.lines if line.get_drawstyle() == "steps-post"]
    assert len(curves) == 3
    for line in curves:
        assert line.get_ydata()[0] == 1 and np.all(np.diff(line.get_ydata()) <= 0)
    assert len({line.get_linestyle() + str(line._dash_pattern) for line in curves}) == 3


def test_bars_of_a_waterfall_are_the_patients_in_order(drawn, trial):
    figure = drawn(draw_waterfall)
    for axes, arm in zip(figure.axes, trial.arms):
        change = trial.arm(arm)["recist.change"].dropna().sort_values(ascending=False)
        bars = sorted((p.get_x(), p.get_height()) for p in axes.patches)
        heights = np.array([height for _, height in bars])
        assert heights == pytest.approx(np.minimum(change, 100))
        best = trial.arm(arm).loc[change.index, "recist.best"]
        found = {colors.to_hex(p.get_facecolor()) for p in axes.patches}
        assert found == {LOOKS[word][0].lower() for word in best}


def test_spiders_have_a_thread_a_patient(drawn, trial):
    figure = drawn(draw_spider)
    for axes, arm in zip(figure.axes, trial.arms):
        visits = trial.visits[trial.visits["arm"] == arm]
        threads = [line for line in axes.lines if line.get_linewidth() == 0.9]
        assert len(threads) == visits["patient"].nunique()
        assert all(line.get_xdata()[0] == 0 and line.get_ydata()[0] == 0 for line in threads)


def test_lanes_of_swimmers_are_as_long_as_patients_were_followed(drawn, trial):
    axes = drawn(draw_swimmer).axes[0]
    lanes = sorted((p.get_y(), p.get_width() * trial_tables.MONTH) for p in axes.patches)
    wanted = trial.arm("chemo")["followed"].sort_values()
    assert [length for _, length in lanes] == pytest.approx(wanted.tolist())
    deaths = next(line for line in axes.lines if line.get_marker() == "x")
    assert len(deaths.get_xdata()) == trial.arm("chemo")["os_event"].sum()


def test_forest_rows_are_the_subgroups(drawn):
    figure = drawn(draw_forest)
    labels = [t.get_text().strip() for t in figure.axes[0].get_yticklabels()]
    assert labels[:4] == ["all patients", "ecog", "0", "1"]
    squares = [line for line in figure.axes[0].lines if line.get_marker() == "s"]
    assert len(squares) == labels.count("all patients") + len(labels) - 1 - 4
    assert figure.axes[0].get_xscale() == "log"


def test_twins_are_in_no_figure_of_patients(drawn, tmp_path):
    with_twins = trial_tables.write_trial(tmp_path, trial_tables.patients(count=30))
    trial = read_trial(with_twins)
    assert (trial.patients["arm"] == "nivolumab").sum() == 30
    lower = drawn(draw_km, trial).axes[3]
    at_start = [t.get_text() for t in lower.texts if t.get_position()[0] == 0]
    assert at_start == ["15", "15"]
    mine = trial.arm("nivolumab")
    counts = {
        draw_waterfall: len(mine["recist.change"].dropna()),
        draw_swimmer: len(mine),
        draw_spider: int(
            trial.visits.query("assigned == 1 and arm == 'nivolumab'").patient.nunique()
        ),
    }
    for draw, count in counts.items():
        axes = drawn(draw, trial).axes[1]
        assert axes.get_title(loc="left").startswith(f"nivolumab (n = {count}"), draw


def test_markers_show_the_best_first(drawn):
    figure = drawn(draw_markers)
    titles = [axes.get_title(loc="left") for axes in figure.axes[::3]]
    assert titles[0] in ("baseline.cd8", "outcome.cd8")
    assert len(titles) == 3


@pytest.mark.parametrize("draw", [draw_km, draw_waterfall, draw_spider, draw_forest, draw_markers])
def test_no_text_lies_on_another_or_leaves_the_page(drawn, draw):
    figure = drawn(draw)
    page = figure.bbox
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts(figure)]
    for text, box in boxes:
        assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1, text
        assert box.y0 >= page.y0 - 1 and box.y1 <= page.y1 + 1, text
    for (a, x), (b, y) in itertools.combinations(boxes, 2):
        wide = min(x.x1, y.x1) - max(x.x0, y.x0)
        high = min(x.y1, y.y1) - max(x.y0, y.y0)
        assert wide < 2 or high < 3, (a, b)


def test_no_figure_is_blank(tables, tmp_path, capsys):
    assert main(["plot", str(tables), "-o", str(tmp_path)]) == 0
    paths = capsys.readouterr().out.split()
    assert len(paths) == 6
    for path in paths:
        image = pixels(path)
        assert 0.01 < 1 - share_of(image, "white") < 0.9, path


def test_figures_are_chosen_by_name(tables, tmp_path, capsys):
    assert main(["plot", str(tables / "patients.csv"), "km", "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / "km.png")]
    assert main(["plot", str(tables), "scatter"]) == 2
    assert "has no scatter: it has km" in capsys.readouterr().err


def test_a_trajectory_has_no_figures_of_tables(spheroid_file, capsys):
    assert main(["plot", str(spheroid_file), "km"]) == 2
    assert "a trajectory has no km" in capsys.readouterr().err


def test_what_tables_lack_is_left_out_with_a_word(tmp_path, capsys):
    rows = [
        {key: row[key] for key in ("patient", "arm", "assigned", "os", "os_event")}
        for row in trial_tables.patients(count=20)
    ]
    trial_tables.write(tmp_path / "patients.csv", rows)
    assert main(["plot", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert [path.rpartition("/")[2] for path in said.out.split()] == ["km.png", "forest.png"]
    assert "no figure waterfall" in said.err


# --- studies ---


def write_ablations(path, pairs: bool):
    """Volume 500 with all on; memory off +30, il2 off −80, both off +10 more than their sum."""
    size = {(): 500, ("memory",): 530, ("il2",): 420, ("il2", "memory"): 460}
    lines = [
        "point,replicate,seed,hash,state,reason,ablation.memory,ablation.il2,"
        "therapy.nivolumab.dose [mg],volume [mm^3]"
    ]
    sets = [it for it in size if pairs or len(it) < 2]
    for point, (off, dose) in enumerate(itertools.product(sets, (0, 240)), 1):
        for replicate in (1, 2):
            words = ["true" if it in off else "false" for it in ("memory", "il2")]
            luck = 3 if replicate == 1 and off else 0
            value = size[off] - dose / 10 + 7 * replicate + luck
            lines.append(
                f"{point},{replicate},{replicate},h,done,,{','.join(words)},{dose},{value}"
            )
    path.write_text("\n".join(lines) + "\n")
    return read_study(path)


def test_effects_of_ablations_are_differences_between_matched_runs(tmp_path):
    found = effects(write_ablations(tmp_path / "a.csv", pairs=True), "volume")
    assert found[frozenset(["memory"])] == (pytest.approx(31.5), pytest.approx(np.sqrt(3 / 4)), 4)
    assert found[frozenset(["il2"])][0] == pytest.approx(-78.5)
    assert found[frozenset(["il2", "memory"])][0] == pytest.approx(-38.5)


@pytest.mark.parametrize("pairs", [False, True])
def test_the_matrix_holds_the_numbers(tmp_path, drawn, pairs):
    study = write_ablations(tmp_path / "a.csv", pairs)
    figure = drawn(draw_ablations, study)
    shown = [t.get_text().partition("\n")[0] for t in figure.axes[0].texts]
    assert shown == (["+31.5", "−38.5", "−78.5"] if pairs else ["+31.5", "−78.5"])


def test_a_study_without_ablations_has_no_matrix(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("point,replicate,state,biology.a,out\n1,1,done,1,2\n2,1,done,2,3\n")
    with pytest.raises(Problem, match="switches no mechanism off"):
        draw_ablations(read_study(path))


def test_scatter_and_bars_show_every_parameter(tmp_path, drawn):
    draw = np.random.default_rng(1)
    lines = ["point,replicate,state,biology.strong [h],biology.weak,out [mm]"]
    for point in range(1, 41):
        a, b = draw.random(2)
        lines.append(f"{point},1,done,{a},{b},{-5 * a + 0.3 * b + 0.3 * draw.random()}")
    (tmp_path / "s.csv").write_text("\n".join(lines))
    study = read_study(tmp_path / "s.csv")
    figure = drawn(draw_scatter, study)
    assert [axes.get_xlabel() for axes in figure.axes] == ["biology.strong (h)", "biology.weak"]
    assert len(figure.axes[0].collections[0].get_offsets()) == 40
    rows = of_study(study, "prcc")
    (axes,) = drawn(lambda it: draw_sensitivity(it, "s"), rows).axes
    assert [t.get_text() for t in axes.get_yticklabels()] == ["biology.strong", "biology.weak"]
    widths = [p.get_width() for p in axes.patches]
    assert widths == pytest.approx([rows[0].value, rows[1].value])
    assert widths[0] < -0.9
