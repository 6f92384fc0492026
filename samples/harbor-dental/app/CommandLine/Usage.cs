namespace HarborDental.CommandLine;

internal static class Usage
{
    public const string Text = """
        Harbor Dental: a small dental practice, to be protected, destroyed and recovered.

          harbor-dental furnish FOLDER [--postgres] [--documents 2400] [--seed N]   make the business
          harbor-dental open FOLDER            start its booking application (and database)
          harbor-dental close FOLDER           stop them cleanly
          harbor-dental burn FOLDER            the fire: kill them and delete the office
          harbor-dental client --url URL --journal FILE [--per-second 5] [--seed N] [--until-gone]
                                               customers who book, and write down what was confirmed
          harbor-dental audit --url URL --journal FILE [--json] [--book]
                                               which confirmed bookings does the application at URL still have?
          harbor-dental serve --database sqlite:PATH --documents DIR --port N
          harbor-dental serve --database 'postgres:host=127.0.0.1;port=N;user=harbor;database=records'
                              --password-file FILE --documents DIR --port N
                                               the booking application itself
        """;
}
