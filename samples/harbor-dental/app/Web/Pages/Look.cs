namespace HarborDental.Web.Pages;

/// <summary>The look of the pages, carried in each of them: nothing is fetched from anywhere else.</summary>
internal static class Look
{
    public const string Css = """
        :root { --ink: #16323f; --soft: #5d7681; --line: #dbe5e9; --sea: #0f6b7c; --paper: #fff; --sand: #f3f7f8; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--sand); }
        a { color: var(--sea); text-decoration: none; } a:hover { text-decoration: underline; }
        header { display: flex; align-items: center; justify-content: space-between; padding: 12px 28px; background: var(--sea); }
        header a { color: #fff; } header nav { display: flex; gap: 22px; align-items: center; }
        .brand { display: flex; gap: 10px; align-items: center; font-size: 20px; font-weight: 600; }
        .button, button { background: #fff; color: var(--sea); border: 0; border-radius: 6px; padding: 6px 16px; font: inherit; font-weight: 600; cursor: pointer; }
        main { max-width: 1180px; margin: 24px auto; padding: 0 28px; }
        h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 26px 0 8px; } .soft { color: var(--soft); }
        .bar { display: flex; justify-content: space-between; align-items: center; margin-bottom: 16px; } .bar nav { display: flex; gap: 16px; }
        .card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 18px 22px; }
        table { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
        th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; } th, td { padding: 8px 14px; border-bottom: 1px solid var(--line); }
        tr:last-child td { border-bottom: 0; } td.number { text-align: right; font-variant-numeric: tabular-nums; }
        .sheet th { text-align: center; color: var(--ink); font-size: 15px; padding: 12px 8px; background: #eaf2f4; } .sheet th small { display: block; color: var(--soft); font-weight: 400; }
        .sheet td { padding: 3px 5px; border-left: 1px solid var(--line); width: 23%; height: 46px; vertical-align: top; }
        .sheet td.time { width: 8%; border-left: 0; text-align: right; color: var(--soft); padding: 8px 12px; font-variant-numeric: tabular-nums; }
        .sheet tr.lunch td { height: 24px; background: repeating-linear-gradient(-45deg, #f6f9fa, #f6f9fa 8px, #eef3f5 8px, #eef3f5 16px); color: var(--soft); text-align: center; font-size: 13px; padding: 4px; }
        .visit { display: block; color: var(--ink); border-left: 4px solid var(--tint); background: color-mix(in srgb, var(--tint) 12%, white); border-radius: 5px; padding: 2px 9px; font-size: 14px; line-height: 1.3; }
        .visit small { display: block; color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        .free { display: block; height: 100%; border-radius: 5px; color: transparent; text-align: center; padding-top: 8px; } .free:hover, .free:focus { color: var(--sea); background: #eaf2f4; text-decoration: none; }
        .over .visit { opacity: .6; }
        form.stack { display: grid; gap: 14px; max-width: 520px; } label { display: grid; gap: 4px; font-weight: 600; }
        input, select { font: inherit; font-weight: 400; padding: 7px 10px; border: 1px solid #b9c9cf; border-radius: 6px; background: #fff; color: var(--ink); min-width: 0; }
        form button { background: var(--sea); color: #fff; justify-self: start; }
        .facts { display: flex; flex-wrap: wrap; gap: 6px 34px; margin: 10px 0 0; } .facts dt { color: var(--soft); font-size: 13px; } .facts dd { margin: 0; }
        @media print { header, .bar nav, .free { display: none; } body { background: #fff; } main { margin: 0; max-width: none; } .sheet td { height: 30px; } }
        """;

    private static readonly string[] Tints = ["#0f6b7c", "#b0632a", "#5a6fb0", "#4d8a3d"];

    /// <summary>A practitioner's colour.</summary>
    public static string Tint(int practitioner) => Tints[practitioner % Tints.Length];

    public static string Time(DateTimeOffset instant) => instant.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset instant) =>
        instant.ToString("ddd d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
