using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Cli.Repo;

internal static class StatsVerb
{
    internal static Command Create(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Only these", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var mode = new Option<string>("--mode")
        {
            Description = "What to count: restore-size, files-by-contents, blobs-per-file or raw-data", HelpName = "mode", DefaultValueFactory = _ => "restore-size",
        };
        var choice = new SnapshotChoice();
        var command = new Command("stats", "Tell how much snapshots hold") { ids, mode };
        choice.AddTo(command);
        command.Runs(options, (context, ct) =>
        {
            var counted = Mode(context.Line.GetValue(mode)!);
            return context.ReadAsync(
                async (repository, token) =>
                {
                    var snapshots = await choice.FindAllAsync(repository, context.Line.GetValue(ids)!, context, token);
                    var statistics = await Statistics.OfAsync(await repository.LookAsync(token), snapshots, counted, token);
                    Tell(context, context.Line.GetValue(mode)!, statistics);
                    return Verb.Success;
                },
                ct);
        });
        return command;
    }

    private static StatisticsMode Mode(string word) => word switch
    {
        "restore-size" => StatisticsMode.RestoreSize,
        "files-by-contents" => StatisticsMode.FilesByContents,
        "raw-data" => StatisticsMode.RawData,
        "blobs-per-file" => StatisticsMode.BlobsPerFile,
        _ => throw new UsageException(
            $"unknown counting mode: {word}", "use restore-size, files-by-contents, blobs-per-file or raw-data"),
    };

    private static void Tell(RepoContext context, string mode, Statistics statistics)
    {
        if (context.Json)
        {
            TellJson(context.Output, statistics);
            return;
        }

        Line($"Stats in {mode} mode:");
        Figure("Snapshots processed", statistics.Snapshots.ToString(CultureInfo.InvariantCulture));
        if (statistics.Blobs > 0)
        {
            Figure("Total Blob Count", statistics.Blobs.ToString(CultureInfo.InvariantCulture));
        }

        if (statistics.Files > 0)
        {
            Figure("Total File Count", statistics.Files.ToString(CultureInfo.InvariantCulture));
        }

        if (statistics.UncompressedSize > 0)
        {
            Figure("Total Uncompressed Size", ByteText.Of(statistics.UncompressedSize));
        }

        Figure("Total Size", ByteText.Of(statistics.TotalSize));
        if (statistics.CompressionRatio > 0)
        {
            Figure("Compression Progress", string.Create(CultureInfo.InvariantCulture, $"{statistics.CompressionProgress:F2}%"));
            Figure("Compression Ratio", string.Create(CultureInfo.InvariantCulture, $"{statistics.CompressionRatio:F2}x"));
            Figure("Compression Space Saving", string.Create(CultureInfo.InvariantCulture, $"{statistics.SpaceSaving:F2}%"));
        }

        void Figure(string name, string value) => Line($"{name,24}:  {value}");

        void Line(string text) => context.Output.WriteLine(text);
    }

    private static void TellJson(TextWriter output, Statistics statistics) => JsonLine.Write(output, j =>
    {
        void Optional(string name, double value)
        {
            if (value != 0)
            {
                j.WriteNumber(name, value);
            }
        }

        j.WriteNumber("total_size", statistics.TotalSize);
        Optional("total_uncompressed_size", statistics.UncompressedSize);
        if (statistics.CompressionRatio > 0)
        {
            Optional("compression_ratio", statistics.CompressionRatio);
            Optional("compression_progress", statistics.CompressionProgress);
            Optional("compression_space_saving", statistics.SpaceSaving);
        }

        Optional("total_file_count", statistics.Files);
        Optional("total_blob_count", statistics.Blobs);
        j.WriteNumber("snapshots_count", statistics.Snapshots);
    });
}
