using System.Data.Common;

namespace HarborDental.Records;

/// <summary>The tables, in SQL that both engines read.</summary>
internal static class Schema
{
    public static async Task Create(RecordsDatabase database, DbConnection connection, CancellationToken cancellation)
    {
        foreach (var table in Tables(database.InstantType)) await connection.Execute(table, cancellation);
    }

    private static string[] Tables(string instant) =>
    [
        "create table practitioners (number integer primary key, name text not null, profession text not null, room integer not null)",
        "create table rooms (number integer primary key, name text not null)",
        """
        create table patients (
            number integer primary key, name text not null, born text not null, phone text not null, email text not null,
            folder text not null unique)
        """,
        // Practitioner 0 is the reserved check slot: see EndToEndCheck. It has no row in practitioners, hence no foreign key.
        $"""
        create table bookings (
            id text primary key,
            patient integer not null references patients (number),
            practitioner integer not null,
            starts_at {instant} not null,
            reason text not null,
            booked_at {instant} not null,
            unique (practitioner, starts_at))
        """,
        "create index bookings_by_start on bookings (starts_at)",
        $"create table heartbeat (id integer primary key check (id = 1), at {instant} not null)",
    ];
}
