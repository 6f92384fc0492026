using System.Globalization;
using HarborDental.Bookings;

namespace HarborDental.Web.Pages;

/// <summary>The booking form's fields as a request; what can't be read is left out and found missing later.</summary>
internal static class FormFields
{
    /// <summary>A slot as the value of one choice of the form.</summary>
    public static string Value(Slot slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{slot.Practitioner} {slot.StartsAt.UtcDateTime:yyyy-MM-ddTHH:mmZ}");

    public static BookingRequest Read(IFormCollection form)
    {
        var slot = form["slot"].ToString().Split(' ', 2);
        return new(
            Guid.TryParse(form["id"], out var id) ? id : null,
            Number(form["patient"].ToString()),
            Number(slot[0]),
            slot.Length == 2 && DateTimeOffset.TryParse(
                slot[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var starts) ? starts : null,
            form["reason"].ToString());
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
