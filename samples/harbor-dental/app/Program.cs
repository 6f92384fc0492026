using HarborDental.CommandLine;
using HarborDental.Customers;
using HarborDental.Furnishing;
using HarborDental.Office;
using HarborDental.Web;

try
{
    var words = args.Skip(1);
    return args.FirstOrDefault() switch
    {
        "furnish" => await FurnishVerb.Run(words),
        "serve" => await ServeVerb.Run(words),
        "client" => await ClientVerb.Run(words),
        "audit" => await AuditVerb.Run(words),
        "open" => await OpenVerb.Run(words),
        "close" => await CloseVerb.Run(words),
        "burn" => await BurnVerb.Run(words),
        "help" or "--help" or "-h" => Say(Usage.Text, 0),
        _ => Say(Usage.Text, 2),
    };
}
catch (SampleException e)
{
    await Console.Error.WriteLineAsync($"harbor-dental: {e.Message}\nHINT: {e.Hint}");
    return 1;
}

static int Say(string text, int exitCode)
{
    (exitCode == 0 ? Console.Out : Console.Error).WriteLine(text);
    return exitCode;
}
