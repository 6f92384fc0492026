using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Plans that are right, for tests to use as they are or with one thing changed.</summary>
internal static class ExamplePlans
{
    /// <summary>A small business: a database, an application that needs it, and documents; an office and a recovery site.</summary>
    public const string HarborDental = """
        organization: Harbor Dental
        currency: USD
        declaration: 5 seconds

        sites:
          office: { fails with: [building office, power office, internet acme] }
          colo: { fails with: [building colo, provider northstar] }

        hosts:
          office-server: { site: office, folder: ., ports: { booking: 18480, database: 15480 } }
          colo-server:
            site: colo
            folder: ../colo/server
            ports: { booking: 28480, database: 25480 }
            drill: { folder: ../colo/drill, ports: { booking: 38480, database: 35480 } }

        repositories:
          nas: { at: nas, site: office, key: "file:../kit/nas.key" }
          vault: { at: ../colo/vault, site: colo, key: env:VAULT_KEY }

        systems:
          records:
            rto: 5 minutes
            rpo: 1 minute
            runs on: office-server
            recovers on: colo-server
            protect: { sqlite: data/records.db, every: 5 seconds, to: [nas, vault] }
            recover:
              - restore: records
              - check: { sql: "select max(booked_at) > :disaster - :rpo from appointments", expect: true }
          booking:
            rto: 10 minutes
            rpo: 1 hour
            needs: [records]
            runs on: office-server
            recovers on: colo-server
            protect: { files: booking, exclude: ["*.tmp"], every: 15 minutes, to: [nas, vault] }
            recover:
              - restore: booking
                timeout: 2 hours
              - service: { name: booking, command: ["{folder}/booking/run", --port, "{port booking}"], environment: { DATA: "{folder}/data" } }
              - check: { http: "http://127.0.0.1:{port booking}/book", method: POST, expect: 201, contains: confirmed }
          billing:
            rto: 1 hour
            rpo: 15 minutes
            runs on: office-server
            recovers on: colo-server
            protect:
              postgresql: { cluster: cluster, port: "{port database}", user: harbor, password: "file:../kit/database.password" }
              every: 10 minutes
              to: [nas, vault]
            recover:
              - restore: billing
                owner: postgres
              - service: { name: database, command: "exec postgres -D {folder}/cluster -p {port database}", as: postgres }
              - run: [psql, --port, "{port database}", --command, analyze]
                as: postgres
                repeatable: true
              - check: { sql: "select count(*) > 0 from invoices", database: billing, expect: true }
          documents:
            rto: 8 hours
            rpo: 1 day
            runs on: office-server
            recovers on: colo-server
            protect: { files: documents, every: 1 hour, to: [vault] }
            recover:
              - restore: documents
              - check: { files: documents, at least: 2000 }
              - check: { run: [test, -r, documents/index], as: harbor }

        processes:
          see patients: { needs: [records, booking], mtpd: 8 hours, workaround: Paper charts from the day sheet., costs: 1200 an hour }
          send invoices: { needs: [billing], rto: 3 days }

        scenarios:
          office fire: { loses: [building office] }
          power cut: { loses: [power office] }

        """;

    /// <summary>The plan of the reference, which uses every key of the language.</summary>
    public static string Reference { get; } = ReferencePlan.Text;

    public static Plan Read(string text)
    {
        var reading = PlanReader.Read(text, "holdfast.yaml");
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        return reading.Plan!;
    }
}
