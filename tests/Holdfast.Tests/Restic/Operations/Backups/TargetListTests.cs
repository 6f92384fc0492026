using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Backups;

public sealed class TargetListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_line_with_a_pattern_stands_for_all_that_it_matches()
    {
        foreach (var name in new[] { "a1", "a2", "b", ".hidden" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name, "x"));
        }

        List<string> warnings = [];
        var list = $"# a comment\n\n  {_folder}/a*/x  \n{_folder}/[^ab]*\r\n{_folder}/none*\n{_folder}/b";
        var targets = TargetList.Patterns(Encoding.UTF8.GetBytes(list), warnings.Add);
        Assert.Equal(["a1/x", "a2/x", ".hidden", "b"], Names(targets));
        Assert.Contains("none*", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Throws<RepositoryException>(() => TargetList.Patterns(Encoding.UTF8.GetBytes(_folder + "/[a"), warnings.Add));
    }

    [Fact]
    public void A_verbatim_line_is_taken_with_its_spaces_and_hashes() => Assert.Equal(
        ["#a", " b ", "c*"], Texts(TargetList.Verbatim("\uFEFF#a\n b \r\n\nc*"u8)));

    [Fact]
    public void Utf_16_is_read_by_its_mark() =>
        Assert.Equal(["ä", "b"], Texts(TargetList.Verbatim([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("ä\nb\n")])));

    [Fact]
    public void Raw_names_may_hold_anything_but_zero()
    {
        Assert.Equal(["a\nb", " c"], Texts(TargetList.ZeroTerminated("a\nb\0 c\0"u8)));
        Assert.Empty(TargetList.ZeroTerminated([]));
        Assert.Throws<RepositoryException>(() => TargetList.ZeroTerminated("a\0b"u8));
        Assert.Throws<RepositoryException>(() => TargetList.ZeroTerminated("a\0\0b\0"u8));
        Assert.Equal([0xff], Assert.IsType<RawPathTarget>(Assert.Single(TargetList.ZeroTerminated([0xff, 0]))).SourcePath.ToArray());
    }

    private static IEnumerable<string> Texts(IEnumerable<BackupTarget> targets) =>
        targets.Cast<RawPathTarget>().Select(t => Encoding.UTF8.GetString(t.SourcePath.Span));

    private IEnumerable<string> Names(IEnumerable<BackupTarget> targets) => Texts(targets).Select(t => Path.GetRelativePath(_folder, t));
}
