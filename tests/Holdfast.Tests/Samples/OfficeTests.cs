using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Holdfast.Tests.Samples;

[Trait("Takes", "long")]
public class OfficeTests
{
    [Fact]
    public async Task The_fire_kills_what_ran_in_the_office_and_leaves_the_recovery_site_and_the_kit()
    {
        await using var practice = await FurnishedPractice.Make();
        Assert.Equal($"Harbor Dental is open at {practice.Url}\n", (await HarborDentalProgram.Run("open", practice.Folder)).Output);
        Assert.Equal(0, (await HarborDentalProgram.Run("open", practice.Folder)).ExitCode);
        using var application = Process.GetProcessById(PidOf(practice));

        var burned = await HarborDentalProgram.Run("burn", practice.Folder);

        Assert.True(burned.ExitCode == 0, burned.Error);
        Assert.True(application.WaitForExit(TimeSpan.FromSeconds(5)));
        Assert.False(Directory.Exists(practice.Office));
        Assert.True(Directory.Exists(Path.Combine(practice.Folder, "colo")));
        Assert.True(File.Exists(Path.Combine(practice.Folder, "kit", "vault.key")));
    }

    [Fact]
    public async Task A_process_that_inherited_the_pid_of_a_dead_one_survives_the_fire()
    {
        await using var practice = await FurnishedPractice.Make();
        using var bystander = Process.Start("sleep", ["60"]);
        try
        {
            var run = Directory.CreateDirectory(Path.Combine(practice.Office, "run"));
            await File.WriteAllTextAsync(
                Path.Combine(run.FullName, "booking.pid"), $"{bystander.Id} 1", TestContext.Current.CancellationToken);

            Assert.Equal(0, (await HarborDentalProgram.Run("burn", practice.Folder)).ExitCode);

            Assert.False(bystander.HasExited);
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public async Task A_closed_office_opens_again_with_its_bookings()
    {
        await using var practice = await FurnishedPractice.Make();
        await HarborDentalProgram.Run("open", practice.Folder);

        Assert.Equal("Stopped: booking application.\n", (await HarborDentalProgram.Run("close", practice.Folder)).Output);
        Assert.Equal("Nothing ran.\n", (await HarborDentalProgram.Run("close", practice.Folder)).Output);
        Assert.Equal(0, (await HarborDentalProgram.Run("open", practice.Folder)).ExitCode);
    }

    [Fact]
    public async Task A_folder_that_is_no_business_of_ours_is_never_burned()
    {
        var folder = Directory.CreateTempSubdirectory("harbor-dental-");
        try
        {
            var office = folder.CreateSubdirectory("office");

            var refused = await HarborDentalProgram.Run("burn", folder.FullName);

            Assert.Equal(1, refused.ExitCode);
            Assert.True(office.Exists && Directory.Exists(office.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int PidOf(FurnishedPractice practice) => int.Parse(
        File.ReadAllText(Path.Combine(practice.Office, "run", "booking.pid")).Split(' ')[0], CultureInfo.InvariantCulture);
}
