Console.WriteLine("harbor-dental");
