namespace HarborDental.Furnishing;

/// <summary>
/// A picture that could be an x-ray of two rows of teeth: grains and shadows, so that it compresses as badly as a real one.
/// </summary>
internal static class ScanImage
{
    private const int Width = 320;
    private const int Height = 200;
    private const int TeethInARow = 8;
    private const int Grain = 24;

    public static byte[] Draw(Random random)
    {
        var light = new float[Width * Height];
        Background(light);
        for (var row = 0; row < 2; row++)
            for (var place = 0; place < TeethInARow; place++)
            {
                if (random.Next(20) == 0) continue; // a gap
                var across = (place + 0.5 - (TeethInARow / 2.0)) / (TeethInARow / 2.0);
                var x = (Width / 2) + (across * Width * 0.42) + random.Next(-3, 4);
                var arch = across * across * 18;
                var y = row == 0 ? 66 - arch : 130 - (arch * 0.4);
                Shine(light, x, y, 14 + random.Next(4), 27 + random.Next(6), 95 + random.Next(30));
                if (random.Next(4) == 0) Shine(light, x, row == 0 ? y + 20 : y - 20, 6, 5, 90); // a filling
            }

        var pixels = new byte[light.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(light[i] + random.Next(-Grain, Grain + 1), 0, 255);
        return GrayscalePng.Encode(pixels, Width, Height);
    }

    private static void Background(float[] light)
    {
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var (across, down) = ((x - (Width / 2f)) / Width, (y - (Height / 2f)) / Height);
                light[(y * Width) + x] = Math.Max(0, 78 - (150 * ((across * across) + (down * down * 1.4f))));
            }
    }

    /// <summary>Adds a soft-edged bright ellipse.</summary>
    private static void Shine(float[] light, double centreX, double centreY, double halfWidth, double halfHeight, double brightness)
    {
        for (var y = Math.Max(0, (int)(centreY - halfHeight)); y < Math.Min(Height, centreY + halfHeight); y++)
            for (var x = Math.Max(0, (int)(centreX - halfWidth)); x < Math.Min(Width, centreX + halfWidth); x++)
            {
                var (across, down) = ((x - centreX) / halfWidth, (y - centreY) / halfHeight);
                var distance = (across * across) + (down * down);
                if (distance < 1) light[(y * Width) + x] += (float)(brightness * Math.Sqrt(1 - distance));
            }
    }
}
