using System.Net;
using HarborDental.Bookings;
using HarborDental.Documents;
using HarborDental.Records;
using Microsoft.AspNetCore.DataProtection;

namespace HarborDental.Web;

/// <summary>The application put together: one database, one folder of documents, one port of loopback.</summary>
internal static class BookingApplication
{
    public static WebApplication Build(RecordsDatabase database, string documents, int port)
    {
        // Empty: no settings are looked for in the working folder or the environment, so that two instances differ only by
        // their command lines.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRouting().AddRazorComponents();
        // Form tokens need not outlive the process, and no key file shall stay in the home of whoever starts it.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => database)
            .AddSingleton(new PatientDocuments(documents))
            .AddSingleton<BookingBook>()
            .AddSingleton<PracticeOnHand>()
            .AddSingleton<EndToEndCheck>()
            .AddHostedService<Heartbeat>();

        var app = builder.Build();
        app.Use(DatabaseAway.Answer);
        app.Use(SameSite.Guard);
        app.UseRouting();
        BookingApi.Map(app);
        HealthApi.Map(app);
        Pages.PageRoutes.Map(app);
        return app;
    }
}
